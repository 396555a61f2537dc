using System.Globalization;

namespace Boom.Lab.Bench.Services;

/// <summary>What a program says at <c>/metrics</c>, in the text format of Prometheus.</summary>
internal sealed class MetricsPage
{
    public static readonly MetricsPage Empty = new([]);

    static readonly NumberFormatInfo Numbers = new() { PositiveInfinitySymbol = "Inf", NegativeInfinitySymbol = "-Inf" };

    readonly List<Sample> _samples;

    MetricsPage(List<Sample> samples) => _samples = samples;

    /// <summary>Reads a page; lines that are no samples are passed over.</summary>
    public static MetricsPage Parse(string text) => new([.. text.Split('\n').Select(line => TryParse(line.AsSpan().Trim())).OfType<Sample>()]);

    /// <summary>Several programs as one.</summary>
    public static MetricsPage Join(IEnumerable<MetricsPage> pages) => new([.. pages.SelectMany(page => page._samples)]);

    /// <summary>Sum of all series of a metric, or of those with a label of a value; 0 when there is none.</summary>
    public double Sum(string name, string? label = null, string? value = null) => _samples
        .Where(sample => sample.Name == name && (label is null || (sample.Labels.TryGetValue(label, out var found) && found == value)))
        .Sum(sample => sample.Value);

    /// <summary>The buckets of a histogram, all its series together: number of values up to each bound, bounds ascending.</summary>
    public SortedDictionary<double, double> Buckets(string name)
    {
        var buckets = new SortedDictionary<double, double>();
        foreach (var sample in _samples)
        {
            if (sample.Name == name + "_bucket" && sample.Labels.TryGetValue("le", out var bound) && TryNumber(bound, out var upTo))
                buckets[upTo] = buckets.GetValueOrDefault(upTo) + sample.Value;
        }

        return buckets;
    }

    static Sample? TryParse(ReadOnlySpan<char> line)
    {
        if (line.IsEmpty || line[0] == '#')
            return null;
        var end = line.IndexOfAny('{', ' ');
        if (end <= 0)
            return null;
        var name = line[..end].ToString();
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        var rest = line[end..];
        if (rest[0] == '{')
        {
            rest = rest[1..];
            while (rest.Length > 0 && rest[0] != '}')
            {
                if (!TryLabel(ref rest, labels))
                    return null;
            }

            if (rest.IsEmpty)
                return null;
            rest = rest[1..];
        }

        rest = rest.Trim();
        var space = rest.IndexOf(' ');
        return TryNumber(space < 0 ? rest : rest[..space], out var value) ? new Sample(name, labels, value) : null;
    }

    // name="value", with \\, \" and \n in the value.
    static bool TryLabel(ref ReadOnlySpan<char> rest, Dictionary<string, string> labels)
    {
        var equals = rest.IndexOf('=');
        if (equals < 1 || equals + 1 >= rest.Length || rest[equals + 1] != '"')
            return false;
        var name = rest[..equals].Trim(", ").ToString();
        var value = new System.Text.StringBuilder();
        for (var i = equals + 2; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                labels[name] = value.ToString();
                rest = rest[(i + 1)..].TrimStart(", ");
                return true;
            }

            if (rest[i] == '\\' && i + 1 < rest.Length)
                i++;
            value.Append(rest[i] == 'n' && rest[i - 1] == '\\' ? '\n' : rest[i]);
        }

        return false;
    }

    static bool TryNumber(ReadOnlySpan<char> text, out double number) => double.TryParse(text, NumberStyles.Float, Numbers, out number);

    sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
}
