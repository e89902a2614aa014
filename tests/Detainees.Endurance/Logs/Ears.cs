using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;

namespace Detainees.Endurance.Logs;

/// <summary>
/// Everything that can be heard inside a process, written to one file line by line: every logger at Trace, every activity, metric,
/// diagnostic event and event source, and the text of every exception at the moment it is thrown.
/// </summary>
internal sealed class Ears : EventListener, ILoggerProvider, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    // The runtime's own events tell of methods and collections, by the million.
    private static readonly HashSet<string> Deaf = ["Microsoft-Windows-DotNETRuntime", "System.Threading.Tasks.TplEventSource", "System.Buffers.ArrayPoolEventSource", "NativeRuntimeEventSource"];

    // The runtime's own debugging copies the traffic itself, byte for byte. The bot is built without event sources, so nobody
    // can turn these on; the documented ones are listened to here all the same.
    private const string Debugging = "Private.InternalDiagnostics.";

    [ThreadStatic] private static bool writing;
    private readonly Lock gate = new();
    private readonly StreamWriter file;
    private readonly List<EventSource> early = [];
    private readonly ActivityListener activities;
    private readonly MeterListener meters = new();
    private readonly IDisposable diagnostics;

    public Ears(string path)
    {
        file = new StreamWriter(path) { AutoFlush = true };
        lock (early)
        {
            foreach (var source in early) Listen(source);
            early.Clear();
        }

        activities = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Write("activity", $"{activity.Source.Name} {activity.DisplayName} {activity.OperationName} {Pairs(activity.TagObjects)} {activity.StatusDescription} "
                + string.Join(' ', activity.Events.Select(e => $"{e.Name} {Pairs(e.Tags)}")) + Pairs(activity.Baggage.Select(b => new KeyValuePair<string, object?>(b.Key, b.Value)))),
        };
        ActivitySource.AddActivityListener(activities);
        meters.InstrumentPublished = (instrument, listener) => listener.EnableMeasurementEvents(instrument);
        meters.SetMeasurementEventCallback<long>((i, value, tags, _) => Measured(i, value, tags));
        meters.SetMeasurementEventCallback<int>((i, value, tags, _) => Measured(i, value, tags));
        meters.SetMeasurementEventCallback<double>((i, value, tags, _) => Measured(i, value, tags));
        meters.Start();
        diagnostics = DiagnosticListener.AllListeners.Subscribe(this);
        AppDomain.CurrentDomain.FirstChanceException += OnThrown;
    }

    public ILogger CreateLogger(string categoryName) => new Heard(this, categoryName);

    public void OnNext(DiagnosticListener value) => value.Subscribe(this);

    public void OnNext(KeyValuePair<string, object?> value) => Write("diagnostic", $"{value.Key} {value.Value}");

    public void OnCompleted() { }

    public void OnError(Exception error) { }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        // The base's constructor calls this before ours has run.
        if (file is null)
        {
            lock (early ?? []) early?.Add(eventSource);
            return;
        }

        Listen(eventSource);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData) =>
        Write("event", $"{eventData.EventSource.Name} {eventData.EventName} {eventData.Message} {string.Join(' ', eventData.Payload?.Select(Text) ?? [])}");

    public override void Dispose()
    {
        AppDomain.CurrentDomain.FirstChanceException -= OnThrown;
        activities.Dispose();
        meters.Dispose();
        diagnostics.Dispose();
        base.Dispose();
        lock (gate) file.Dispose();
    }

    private void Listen(EventSource source)
    {
        if (!Deaf.Contains(source.Name) && !source.Name.StartsWith(Debugging, StringComparison.Ordinal)) EnableEvents(source, EventLevel.Verbose, EventKeywords.All);
    }

    private void OnThrown(object? sender, FirstChanceExceptionEventArgs thrown) => Write("exception", $"{thrown.Exception.GetType().FullName}: {thrown.Exception.Message} {thrown.Exception.InnerException?.Message}");

    private void Measured<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        Write("metric", $"{instrument.Meter.Name} {instrument.Name} {value} {Pairs(tags.ToArray())}");

    private static string Pairs(IEnumerable<KeyValuePair<string, object?>> tags) => string.Join(' ', tags.Select(t => $"{t.Key}={Text(t.Value)}"));

    private static string Text(object? value) => value switch
    {
        null => "",
        byte[] bytes => System.Text.Encoding.Latin1.GetString(bytes),
        string text => text,
        System.Collections.IEnumerable many => string.Join(' ', many.Cast<object?>().Select(Text)),
        _ => value.ToString() ?? "",
    };

    private void Write(string kind, string line)
    {
        // What is written here makes events of its own.
        if (writing) return;
        writing = true;
        try
        {
            lock (gate) file.WriteLine($"{kind} {line}");
        }
        catch (ObjectDisposedException)
        {
            // An event on another thread came after the end.
        }
        finally
        {
            writing = false;
        }
    }

    private sealed class Heard(Ears ears, string category) : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            ears.Write("scope", $"{category} {state}");
            return null;
        }

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            ears.Write("log", $"{logLevel} {category} {formatter(state, exception)} {Text(state)} {exception}");
    }
}
