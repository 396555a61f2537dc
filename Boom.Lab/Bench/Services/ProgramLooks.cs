namespace Boom.Lab.Bench.Services;

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

    /// <summary>Notes the memory of one program.</summary>
    public void NoteMemory(long bytes) => PeakResidentBytes = Math.Max(PeakResidentBytes, bytes);

    /// <summary>
    /// The first look at which a tenth of what it has done between the first look and the last was done, and the last at which no more than nine
    /// tenths were. Where there are no two such looks, the first and the last.
    /// </summary>
    public (ProgramLook From, ProgramLook To) Middle()
    {
        var (start, end) = (_looks[0].Done, _looks[^1].Done);
        var tenth = (end - start) / 10;
        var first = _looks.FindIndex(look => look.Done >= start + tenth);
        var last = _looks.FindLastIndex(look => look.Done <= end - tenth);
        if (first < 0 || last <= first)
            (first, last) = (0, _looks.Count - 1);
        return (_looks[first], _looks[last]);
    }

    /// <summary>A quantile of a histogram, of what came after the first tenth; null when nothing did.</summary>
    public double? Quantile(string histogram, double share) =>
        HistogramQuantile.Between(Middle().From.Metrics.Buckets(histogram), _looks[^1].Metrics.Buckets(histogram), share);
}
