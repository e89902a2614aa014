namespace Detainees.Telegram;

/// <summary>What a stored request does.</summary>
public enum OutgoingKind { Send, EditText, EditCaption, EditMarkup, AnswerCallback, Delete }
