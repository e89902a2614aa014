using Detainees.Testing;

namespace Detainees.EndToEnd.Tests.Pictures;

/// <summary>The pictures of docs/pictures. DETAINEES_REWRITE_PICTURES=1 makes them anew.</summary>
internal static class DocumentPictures
{
    /// <summary>Of a phone held upright, in CSS pixels; the height has room for the tallest exchange.</summary>
    public const int Width = 360, Height = 900;

    public static bool Rewritten => Environment.GetEnvironmentVariable("DETAINEES_REWRITE_PICTURES") == "1";

    public static string Folder => Checkout.Path("docs", "pictures");

    public static string File(string name) => Path.Combine(Folder, name + ".png");
}
