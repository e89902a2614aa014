namespace Detainees.Conversations;

/// <summary>What sort of file a message carried, as the person's phone sent it.</summary>
public enum FileKind { Photo, Document, Voice, Audio, Video, VideoNote }
