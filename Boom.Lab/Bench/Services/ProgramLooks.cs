namespace Boom.Lab.Bench.Services;

/// <summary>A program at one moment; all of its kind together.</summary>
/// <param name="Done">Packets or alerts it has processed.</param>
/// <param name="Cpu">Processor time it has used.</param>
/// <param name="Metrics">What it says of itself; empty for a server.</param>
internal sealed record ProgramLook(double Done, TimeSpan Cpu, MetricsPage Metrics);

/// <summary>Looks at the programs of one kind in the course of a round.</summary>
internal sealed class ProgramLooks
{
    readonly List<ProgramLook> _looks = [];

    /// <summary>Largest resident memory of one program.</summary>
    public long PeakResidentBytes { get; private set; }

    /// <summary>Adds a look. Of those while the program warmed up only the last is kept.</summary>
    public void Add(ProgramLook look, bool warmsUp)
    {
        if (warmsUp)
            _looks.Clear();
        _looks.Add(look);
    }

    public void NoteMemory(long bytes) => PeakResidentBytes = Math.Max(PeakResidentBytes, bytes);

    /// <summary>The <see cref="Bench.Middle"/> of what it has done between the first look and the last.</summary>
    public (ProgramLook From, ProgramLook To) Middle() => Bench.Middle.Of(_looks, look => look.Done, _looks[0].Done, _looks[^1].Done);

    /// <summary>A quantile of a histogram, of what came after the first tenth; null when nothing did.</summary>
    public double? Quantile(string histogram, double share) =>
        HistogramQuantile.Between(Middle().From.Metrics.Buckets(histogram), _looks[^1].Metrics.Buckets(histogram), share);
}
