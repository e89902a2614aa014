namespace Detainees.Telegram;

/// <summary>What a stored request does.</summary>
public enum OutgoingKind { Send, EditText, EditMarkup, AnswerCallback, Delete }
