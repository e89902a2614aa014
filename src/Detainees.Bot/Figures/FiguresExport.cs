using Detainees.Bot.Settings;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Detainees.Bot.Figures;

/// <summary>Sends <see cref="BotFigures"/> to the OpenTelemetry collector that the operator named. Nothing else is exported: no traces, no logs.</summary>
internal sealed class FiguresExport(BotOptions options, BotFigures figures) : IHostedService, IDisposable
{
    private MeterProvider? provider;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = figures; // made before the provider looks for its instruments
        provider = Sdk.CreateMeterProviderBuilder()
            // The usual resource tells the machine's and the process's names.
            .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService("detainees-bot", autoGenerateServiceInstanceId: false))
            .AddMeter(BotFigures.MeterName)
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Endpoint = new Uri(options.Metrics.OtlpEndpoint);
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                exporter.TimeoutMilliseconds = 5_000;
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = options.Metrics.Seconds * 1000;
            })
            .Build();
        return Task.CompletedTask;
    }

    // What was counted last goes out, but a collector that does not answer must not hold up the end.
    public Task StopAsync(CancellationToken cancellationToken)
    {
        provider?.ForceFlush(1_000);
        return Task.CompletedTask;
    }

    public void Dispose() => provider?.Dispose();
}
