using System.CommandLine;

namespace Detainees.Bot.Tools;

/// <summary>The commands of <c>form</c>, one a line; each is built by the class that runs it.</summary>
internal static class FormCommands
{
    public static Command Create() => new("form", "Tools for the questions")
    {
        FormCheck.Create(),
        FormList.Create(),
        FormPreview.Create(),
        FormTest.Create(),
        FormApprove.Create(),
        FormPublish.Create(),
        FormWithdraw.Create(),
        FormConvert.Create(),
        FormDiff.Create(),
        FormDraw.CreateDiagram(),
        FormDraw.CreatePaper(),
    };
}
