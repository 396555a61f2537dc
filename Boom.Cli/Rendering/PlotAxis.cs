namespace Boom.Cli.Rendering;

/// <summary>A linear axis: a range of values on a number of character cells, with round ticks.</summary>
internal readonly struct PlotAxis
{
    readonly int _cells;

    /// <param name="minimum">Least value to show.</param>
    /// <param name="maximum">Greatest value to show.</param>
    /// <param name="leastSpan">The range is widened to this at least.</param>
    /// <param name="cells">Number of character cells, at least 2.</param>
    public PlotAxis(double minimum, double maximum, double leastSpan, int cells)
    {
        var lack = Math.Max(0, leastSpan - (maximum - minimum)) / 2;
        var margin = (maximum - minimum + (2 * lack)) * 0.03;
        Low = minimum - lack - margin;
        High = maximum + lack + margin;
        _cells = cells;
    }

    /// <summary>Value at the outer edge of the first cell.</summary>
    public double Low { get; }

    /// <summary>Value at the outer edge of the last cell.</summary>
    public double High { get; }

    /// <summary>The cell of a value, counted from the low end.</summary>
    public int CellOf(double value) => Math.Clamp((int)((value - Low) / (High - Low) * _cells), 0, _cells - 1);

    /// <summary>Multiples of 1, 2 or 5 powers of ten within the range, at most <paramref name="atMost"/>.</summary>
    public IEnumerable<double> Ticks(int atMost)
    {
        var rough = (High - Low) / atMost;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        for (var tick = Math.Ceiling(Low / step); tick * step <= High; tick++)
            yield return (tick * step) + 0.0; // no negative zero
    }
}
