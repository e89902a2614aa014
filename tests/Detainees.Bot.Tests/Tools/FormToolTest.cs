using Detainees.Testing;

namespace Detainees.Bot.Tests.Tools;

/// <summary>A folder, what a command says and what it complains of.</summary>
public abstract class FormToolTest : IDisposable
{
    private protected readonly TemporaryFolder folder = new();
    private protected readonly StringWriter output = new();
    private protected readonly StringWriter errors = new();

    private protected static string Shipped => Checkout.Path("config", "forms", "report-a-person.yaml");

    public void Dispose()
    {
        folder.Dispose();
        output.Dispose();
        errors.Dispose();
        GC.SuppressFinalize(this);
    }
}
