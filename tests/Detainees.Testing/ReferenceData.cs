namespace Detainees.Testing;

/// <summary>
/// Outside test data (age vectors, the Bot API schema, XLSForm samples): <c>../shared</c> beside the checkout, or the
/// folder that <c>DETAINEES_REFERENCE_DATA</c> names. It is read where it is and never copied into the project.
/// </summary>
public static class ReferenceData
{
    /// <summary>The full path of a file or folder of the reference data; skips the test, with a label, where it is absent.</summary>
    /// <remarks>In CI a missing folder fails the test: there the data must be there.</remarks>
    public static string Path(string relative)
    {
        var path = System.IO.Path.Combine(Root, relative);
        if (!File.Exists(path) && !Directory.Exists(path))
            OutsideTools.Missing($"the reference data '{relative}' (set DETAINEES_REFERENCE_DATA to the folder that holds it)");
        return path;
    }

    /// <summary>Whether the reference data are here at all; for member data, which must not skip.</summary>
    public static bool IsPresent(string relative) =>
        File.Exists(System.IO.Path.Combine(Root, relative)) || Directory.Exists(System.IO.Path.Combine(Root, relative));

    private static string Root =>
        Environment.GetEnvironmentVariable("DETAINEES_REFERENCE_DATA") is { Length: > 0 } set
            ? set
            : System.IO.Path.Combine(Checkout.Root, "..", "shared");
}
