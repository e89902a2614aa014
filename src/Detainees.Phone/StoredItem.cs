namespace Detainees.Phone;

/// <summary>One thing that the server keeps, as the pane shows it.</summary>
/// <param name="Name">File or row name.</param>
/// <param name="Bytes">Its size in bytes.</param>
/// <param name="Hex">Its first bytes as hex digits; the page shows at most 64 bytes.</param>
public sealed record StoredItem(string Name, long Bytes, string Hex);
