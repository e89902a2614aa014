namespace Detainees.Endurance.Unreadable;

/// <summary>The forms in which a program may have written a text down.</summary>
internal enum Form { Utf8, Utf16, Utf16BigEndian, Base64, Base64Url, Hex, JsonEscapes, Percent }
