using Boom.Simulation.Objects;

namespace Boom.Simulation.Stamps;

/// <summary>
/// Paints the science, template and difference stamps of one detection, in DN: stars as Gaussians, galaxies as exponential discs, noise
/// on each image, and for the difference really the difference of the two, so that bad subtractions look bad.
/// </summary>
sealed class StampPainter
{
    const int Side = FitsStamp.Side;
    const double Centre = (Side - 1) / 2.0;
    const double ScienceNoise = 12;
    const double TemplateNoise = 1.6;
    const double EdgeShare = 0.06;

    readonly double[] _science = new double[Side * Side];
    readonly double[] _template = new double[Side * Side];

    SeededStream _stream;

    StampPainter(ulong key) => _stream = new SeededStream(key);

    public static StampTriplet Paint(StampKind kind, ulong key) => new StampPainter(key).PaintAll(kind);

    StampTriplet PaintAll(StampKind kind)
    {
        var scienceSky = _stream.NextUniform(90, 240);
        var templateSky = _stream.NextUniform(85, 180);
        Array.Fill(_science, scienceSky);
        Array.Fill(_template, templateSky);
        var scienceWidth = _stream.NextUniform(0.85, 1.25);
        var templateWidth = _stream.NextUniform(0.8, 0.95);
        PaintField(scienceWidth, templateWidth);
        PaintSubject(kind, scienceWidth, templateWidth);
        AddNoise(_science, ScienceNoise);
        AddNoise(_template, TemplateNoise);
        var difference = new float[Side * Side];
        for (var i = 0; i < difference.Length; i++)
            difference[i] = Quantize(_science[i] - scienceSky - (_template[i] - templateSky), 1 << 16);
        var science = Array.ConvertAll(_science, value => Quantize(value, 1 << 13));
        var template = Array.ConvertAll(_template, value => Quantize(value, 1 << 13));
        if (_stream.NextChance(EdgeShare))
            CutEdge(science, template, difference);
        return new StampTriplet(FitsStamp.Compress(science), FitsStamp.Compress(template), FitsStamp.Compress(difference));
    }

    // Other stars, the same in both images but for the sharpness, which the pipeline matches: paint both alike.
    void PaintField(double scienceWidth, double templateWidth)
    {
        var count = 3 + _stream.NextInt(7);
        var matched = Math.Max(scienceWidth, templateWidth);
        for (var i = 0; i < count; i++)
        {
            double x = _stream.NextUniform(-2, Side + 2), y = _stream.NextUniform(-2, Side + 2);
            if (Math.Abs(x - Centre) < 6 && Math.Abs(y - Centre) < 6)
                continue;
            var peak = _stream.NextLogUniform(20, 900);
            AddStar(_science, x, y, peak, matched);
            AddStar(_template, x, y, peak, matched);
        }
    }

    void PaintSubject(StampKind kind, double scienceWidth, double templateWidth)
    {
        var width = Math.Max(scienceWidth, templateWidth);
        var peak = ScienceNoise * kind.Brightness switch
        {
            0 => _stream.NextUniform(3, 4.5),
            1 => _stream.NextUniform(5, 11),
            _ => _stream.NextUniform(14, 60),
        };
        double x = Centre + _stream.NextUniform(-0.4, 0.4), y = Centre + _stream.NextUniform(-0.4, 0.4);
        switch (kind.Surroundings)
        {
            case Surroundings.HostGalaxy:
                PaintGalaxy(x + _stream.NextUniform(-5, 5), y + _stream.NextUniform(-5, 5));
                break;
            case Surroundings.Nucleus:
                PaintGalaxy(x, y);
                break;
            case Surroundings.Star:
                var quiet = peak * _stream.NextUniform(1.5, 4);
                AddStar(_science, x, y, quiet, width);
                AddStar(_template, x, y, quiet, width);
                break;
            case Surroundings.BrightStar:
                PaintBadSubtraction(x, y, peak, width, kind.IsPositive);
                return;
        }

        AddStar(_science, x, y, kind.IsPositive ? peak : -peak, width);
    }

    void PaintGalaxy(double x, double y)
    {
        var peak = _stream.NextLogUniform(40, 700);
        var scalePixels = _stream.NextUniform(1.2, 4);
        var flattening = _stream.NextUniform(0.4, 1);
        var turn = _stream.NextUnit();
        double sin = PortableMath.SinTurns(turn), cos = PortableMath.SinTurns(turn + 0.25);
        for (var row = 0; row < Side; row++)
        {
            for (var column = 0; column < Side; column++)
            {
                double dx = column - x, dy = row - y;
                double along = (dx * cos) + (dy * sin), across = ((dy * cos) - (dx * sin)) / flattening;
                var light = peak * PortableMath.Exp(-Math.Sqrt((along * along) + (across * across) + 0.5) / scalePixels);
                _science[(row * Side) + column] += light;
                _template[(row * Side) + column] += light;
            }
        }
    }

    // A star that the template has a fraction of a pixel aside, or with wings of another width: a dipole or a ring remains.
    void PaintBadSubtraction(double x, double y, double peak, double width, bool isPositive)
    {
        var star = Math.Max(1500, peak * 12);
        var shift = _stream.NextUniform(0.08, 0.35);
        var turn = _stream.NextUnit();
        AddStar(_science, x, y, star, width);
        AddStar(
            _template,
            x + (shift * PortableMath.SinTurns(turn)),
            y + (shift * PortableMath.SinTurns(turn + 0.25)),
            star * (isPositive ? 0.93 : 1.07),
            width * _stream.NextUniform(0.93, 1.07));
    }

    static void AddStar(double[] image, double x, double y, double peak, double sigma)
    {
        int reach = (int)(6 * sigma) + 1, columnOf = (int)x, rowOf = (int)y;
        for (var row = Math.Max(0, rowOf - reach); row <= Math.Min(Side - 1, rowOf + reach); row++)
        {
            for (var column = Math.Max(0, columnOf - reach); column <= Math.Min(Side - 1, columnOf + reach); column++)
            {
                double dx = (column - x) / sigma, dy = (row - y) / sigma;
                image[(row * Side) + column] += peak * PortableMath.Exp(-0.5 * ((dx * dx) + (dy * dy)));
            }
        }
    }

    void AddNoise(double[] image, double noise)
    {
        for (var i = 0; i < image.Length; i++)
            image[i] += noise * _stream.NextGaussian();
    }

    // The field ends inside the stamp: no data beyond.
    void CutEdge(params ReadOnlySpan<float[]> images)
    {
        var rows = 1 + _stream.NextInt(18);
        var isTop = _stream.NextChance(0.5);
        foreach (var image in images)
            image.AsSpan(isTop ? 0 : (Side - rows) * Side, rows * Side).Fill(float.NaN);
    }

    static float Quantize(double value, int stepsPerUnit) => (float)(Math.Round(value * stepsPerUnit) / stepsPerUnit);
}
