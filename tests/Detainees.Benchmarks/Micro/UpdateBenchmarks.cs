using BenchmarkDotNet.Attributes;
using Detainees.Telegram;

namespace Detainees.Benchmarks.Micro;

/// <summary>From the bytes of one update to the engine's input.</summary>
public class UpdateBenchmarks
{
    private readonly byte[] update =
        """{"update_id":700000001,"message":{"message_id":7,"from":{"id":20000001,"is_bot":false,"first_name":"P","language_code":"en"},"chat":{"id":20000001,"type":"private","first_name":"P"},"date":1795300000,"text":"Answer 5 of visit 1 in chat 20000001"}}"""u8.ToArray();

    [Benchmark]
    public UpdateReading ReadOneUpdate() => UpdateReader.Read(UpdateReader.Decode(update)!); // the update above is one
}
