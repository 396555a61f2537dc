namespace Boom.Lab.Bench;

/// <summary>Smallest, middle and largest of some values.</summary>
internal readonly record struct Spread(double Min, double Median, double Max)
{
    /// <summary>NaN where there are no values.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        var ordered = values.Order().ToArray();
        if (ordered.Length == 0)
            return new Spread(double.NaN, double.NaN, double.NaN);
        var middle = ordered.Length / 2;
        var median = ordered.Length % 2 == 1 ? ordered[middle] : (ordered[middle - 1] + ordered[middle]) / 2;
        return new Spread(ordered[0], median, ordered[^1]);
    }

    /// <summary>Values that are NaN are passed over.</summary>
    public static Spread OfNumbers(IEnumerable<double> values) => Of(values.Where(value => !double.IsNaN(value)));
}
