using System.Globalization;
using System.Text;
using Boom.Core.Alerts;
using Boom.Core.Photometry;
using Boom.Core.Text;

namespace Boom.Cli.Rendering;

/// <summary>
/// A light curve in characters: magnitudes downwards, days since the first point to the right. With colour, bands are colours and
/// markers are symbols; without, a detection is the letter of its band.
/// </summary>
internal sealed class LightCurvePlot
{
    const int Width = 80, Height = 18, LabelWidth = 7;
    const int Columns = Width - LabelWidth - 1;

    readonly PlotPoint[] _points;
    readonly PlotAxis _days;
    readonly PlotAxis _magnitudes;
    readonly double _firstJd;
    readonly bool _colour;

    LightCurvePlot(PlotPoint[] points, bool colour)
    {
        _points = points;
        _colour = colour;
        _firstJd = points.Min(point => point.Jd);
        _days = new PlotAxis(0, points.Max(point => point.Jd) - _firstJd, 0.2, Columns);
        _magnitudes = new PlotAxis(points.Min(point => point.Magnitude), points.Max(point => point.Magnitude), 0.5, Height);
    }

    /// <summary>Draws the points with a real time and magnitude, no sentinels; nothing when there are none.</summary>
    public static void Write(TextWriter writer, IEnumerable<PlotPoint> points, bool colour)
    {
        var drawable = points.Where(point => JulianDate.IsPlausible(point.Jd) && Magnitudes.IsReal(point.Magnitude))
            .OrderBy(point => point.Kind).ThenBy(point => point.Jd).ToArray();
        if (drawable.Length == 0)
            return;
        var plot = new LightCurvePlot(drawable, colour);
        plot.WriteCurve(writer);
        plot.WriteTimeAxis(writer);
        plot.WriteLegend(writer);
    }

    void WriteCurve(TextWriter writer)
    {
        var cells = new PlotPoint?[Height, Columns];
        // Detections come last, so they lie on top.
        foreach (var point in _points)
            cells[_magnitudes.CellOf(point.Magnitude), _days.CellOf(point.Jd - _firstJd)] = point;
        var labels = MagnitudeLabels();
        for (var row = 0; row < Height; row++)
        {
            var line = new StringBuilder(labels[row].PadLeft(LabelWidth - 1)).Append(' ').Append(labels[row].Length > 0 ? '+' : '|');
            var end = Columns;
            while (end > 0 && cells[row, end - 1] is null)
                end--;
            for (var column = 0; column < end; column++)
                line.Append(cells[row, column] is { } point ? Marker(point) : " ");
            writer.WriteLine(line.ToString().TrimEnd());
        }
    }

    string[] MagnitudeLabels()
    {
        var labels = new string[Height];
        Array.Fill(labels, "");
        foreach (var tick in _magnitudes.Ticks(6))
            labels[_magnitudes.CellOf(tick)] = tick.ToString("0.0#", CultureInfo.InvariantCulture);
        return labels;
    }

    void WriteTimeAxis(TextWriter writer)
    {
        var line = new StringBuilder(new string(' ', LabelWidth)).Append('+').Append('-', Columns);
        var days = new StringBuilder(new string(' ', Width));
        var dates = new StringBuilder(new string(' ', Width));
        var needsTime = _days.High - _days.Low < 3;
        foreach (var tick in _days.Ticks(6))
        {
            var column = LabelWidth + 1 + _days.CellOf(tick);
            line[column] = '+';
            Place(days, column, tick.ToString("0.##", CultureInfo.InvariantCulture) + " d");
            Place(dates, column, needsTime ? CalendarText.Minute(_firstJd + tick) : CalendarText.Day(_firstJd + tick));
        }

        writer.WriteLine(line);
        writer.WriteLine(days.ToString().TrimEnd());
        writer.WriteLine(dates.ToString().TrimEnd());
    }

    /// <summary>Centres a label under its tick, unless it would touch its neighbour or leave the picture.</summary>
    static void Place(StringBuilder line, int column, string label)
    {
        var start = Math.Clamp(column - (label.Length / 2), 0, Width - label.Length);
        for (var i = Math.Max(0, start - 1); i < start + label.Length; i++)
        {
            if (line[i] != ' ')
                return;
        }

        for (var i = 0; i < label.Length; i++)
            line[start + i] = label[i];
    }

    void WriteLegend(TextWriter writer)
    {
        var bands = _points.Where(point => point.Kind == PointKind.Detection).Select(point => point.Band).Distinct().Order();
        var parts = bands
            .Select(band => _colour ? $"{Marker(new PlotPoint(0, 0, band, PointKind.Detection))} {band}" : $"{band} detection")
            .ToList();
        if (_points.Any(point => point.Kind == PointKind.Forced))
            parts.Add(_colour ? "· forced photometry" : ". forced photometry");
        if (_points.Any(point => point.Kind == PointKind.UpperLimit))
            parts.Add("v upper limit");
        writer.WriteLine($"{new string(' ', LabelWidth + 1)}{string.Join("   ", parts)}");
    }

    string Marker(PlotPoint point)
    {
        if (!_colour)
            return point.Kind switch { PointKind.Detection => point.Band.ToString(), PointKind.Forced => ".", _ => "v" };
        var (colour, symbol) = point.Band switch
        {
            'g' => (32, "●"),
            'r' => (31, "■"),
            'i' => (33, "▲"),
            _ => (36, "◆"),
        };
        var marker = point.Kind switch { PointKind.Detection => symbol, PointKind.Forced => "·", _ => "v" };
        return $"\u001b[{colour}m{marker}\u001b[0m";
    }
}
