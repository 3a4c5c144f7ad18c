using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Tributary.Server;

/// <summary>Exports traces and measurements by OTLP, where somebody wants them.</summary>
internal sealed class Telemetry : IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private readonly MeterProvider? _meters;
    private readonly TracerProvider? _traces;

    public Telemetry(bool wanted)
    {
        if (!wanted && string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Endpoint))) return;
        _meters = Sdk.CreateMeterProviderBuilder()
            .AddMeter(ServerMetrics.Name, "Microsoft.AspNetCore.Server.Kestrel").AddOtlpExporter().Build();
        _traces = Sdk.CreateTracerProviderBuilder().AddSource(ServerMetrics.Name).AddOtlpExporter().Build();
    }

    public void Dispose()
    {
        _meters?.Dispose();
        _traces?.Dispose();
    }
}
