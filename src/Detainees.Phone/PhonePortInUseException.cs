namespace Detainees.Phone;

/// <summary>Another program listens on the wanted port. The message is fit for people; starting again on another port helps.</summary>
public sealed class PhonePortInUseException : Exception
{
    public PhonePortInUseException() : this(0) { }
    public PhonePortInUseException(string message) : base(message) { }
    public PhonePortInUseException(string message, Exception inner) : base(message, inner) { }

    public PhonePortInUseException(int port, Exception? inner = null)
        : base($"Port {port} is in use by another program. Choose another port, or 0 for any free one.", inner) => Port = port;

    public int Port { get; }
}
