using System.Diagnostics.Metrics;
using Boom.Core.Telemetry;
using Microsoft.Extensions.Hosting;

namespace Boom.ServiceDefaults.Telemetry;

/// <summary>What every worker of a program does: how much it has handled, whether it waits for a server, when it last gave a sign.</summary>
sealed class PulseTelemetry : IHostedService, IDisposable
{
    public const string MeterName = "Boom.Workers";

    readonly Meter _meter = new(MeterName);
    readonly StagePulses _pulses;

    public PulseTelemetry(StagePulses pulses)
    {
        _pulses = pulses;
        _meter.CreateObservableCounter("worker.handled", () => Measure(pulse => pulse.Handled), "{message}", "Messages that the worker is done with.");
        _meter.CreateObservableCounter("worker.faults", () => Measure(pulse => pulse.Faults), "{fault}", "Calls on servers that have failed and are tried again.");
        _meter.CreateObservableGauge("worker.waiting", () => Measure(pulse => pulse.Trouble is null ? 0 : 1), "{state}", "1 while the worker waits for a server, or is refused.");
        _meter.CreateObservableGauge("worker.refused", () => Measure(pulse => pulse.IsRefused ? 1 : 0), "{state}", "1 while the worker is refused, and no waiting mends it.");
        _meter.CreateObservableGauge("worker.silence", () => Measure(pulse => pulse.Silence.TotalSeconds), "s", "Time since the worker has last given a sign.");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();

    IEnumerable<Measurement<T>> Measure<T>(Func<StagePulse, T> value)
        where T : struct => _pulses.All.Where(pulse => !pulse.HasEnded)
            .Select(pulse => new Measurement<T>(value(pulse), new KeyValuePair<string, object?>("worker", pulse.Name)));
}
