using System.Globalization;
using Boom.Core.Store;
using Boom.Core.Text;
using Boom.Embedded.Pipeline;

namespace Boom.Cli.Rendering;

/// <summary>A line every few seconds, for logs and pipes.</summary>
internal sealed class PlainRunView(TextWriter output, TextWriter error) : IRunView
{
    const int MaxWarnings = 20;

    static readonly TimeSpan TroubleInterval = TimeSpan.FromMinutes(1);

    readonly RateMeter _meter = new();
    readonly Lock _gate = new();
    string? _lastWarning;
    int _warnings;
    long _shownAtMs;
    IReadOnlyList<string> _troubles = [];
    long _toldAtMs;

    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public Task ShowAsync(Func<Action<PipelineStatus>, Task> work) => work(Show);

    public void Warn(string message)
    {
        lock (_gate)
        {
            // A server that stays away says the same again and again.
            if (message == _lastWarning || ++_warnings > MaxWarnings)
                return;
            _lastWarning = message;
            error.WriteLine(VisibleText.Of(message));
            if (_warnings == MaxWarnings)
                error.WriteLine("More warnings are in boom.log in the data folder.");
        }
    }

    void Show(PipelineStatus status)
    {
        if (_shownAtMs == 0)
        {
            _meter.Update(status);
            _shownAtMs = status.AtMs;
            return;
        }

        if (status.AtMs - _shownAtMs < Interval.TotalMilliseconds * 0.9)
            return;
        _shownAtMs = status.AtMs;
        var rates = _meter.Update(status);
        var stages = status.Stages.Select((stage, i) =>
            string.Create(CultureInfo.InvariantCulture, $"{stage.Name} {rates[i]:0} {stage.Unit}/s, {stage.Waiting} waiting"));
        var oldest = status.OldestAtMs is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"; oldest {(status.AtMs - at) / 1000.0:0.0} s")
            : "";
        lock (_gate)
        {
            output.WriteLine($"packets: {TotalAccount.Summarize(status.Packets)}; {string.Join("; ", stages)}{oldest}");
            TellTroubles(status);
        }
    }

    // When they begin or are others, and every minute.
    void TellTroubles(PipelineStatus status)
    {
        if (status.Troubles.SequenceEqual(_troubles) && status.AtMs - _toldAtMs < TroubleInterval.TotalMilliseconds)
            return;
        (_troubles, _toldAtMs) = (status.Troubles, status.AtMs);
        foreach (var trouble in _troubles)
            output.WriteLine($"  waits: {VisibleText.Of(trouble)}");
    }
}
