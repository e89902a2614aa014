namespace Detainees.Forms;

/// <summary>How a file stands in a chat. Telegram plays OGG as a voice message, MP3 and M4A as music.</summary>
public enum MediaKind { Picture, Voice, Audio, Video }
