using Boom.Simulation.Objects;
using Boom.Simulation.Stamps;

namespace Boom.Simulation.Surveys;

/// <summary>
/// Paints the cutouts of one detection: stars as Gaussians, a galaxy as a wide one, noise on each image; the difference is really that of the two,
/// so that bad subtractions look bad.
/// </summary>
sealed class CutoutPainter
{
    readonly int _side;
    readonly double _noise;
    readonly double _templateNoise;
    readonly double[] _science;
    readonly double[] _template;

    SeededStream _stream;

    /// <param name="side">Pixels on a side.</param>
    /// <param name="noise">Standard deviation of the science image, in the unit of the images.</param>
    /// <param name="templateNoise">That of the template.</param>
    /// <param name="key">Seed.</param>
    public CutoutPainter(int side, double noise, double templateNoise, ulong key)
    {
        (_side, _noise, _templateNoise) = (side, noise, templateNoise);
        _science = new double[side * side];
        _template = new double[side * side];
        _stream = new SeededStream(key);
    }

    /// <summary>Paints what a kind of detection shows; once per painter.</summary>
    public CutoutImages Paint(StampKind kind)
    {
        double scienceWidth = _stream.NextUniform(1.5, 2.1), templateWidth = _stream.NextUniform(1.4, 1.7);
        var count = _stream.NextInt(4);
        for (var i = 0; i < count; i++)
            AddToBoth(_stream.NextUniform(0, _side), _stream.NextUniform(0, _side), _noise * _stream.NextLogUniform(2, 100), scienceWidth);
        PaintSubject(kind, scienceWidth);
        AddNoise(_science, _noise);
        AddNoise(_template, _templateNoise);
        var difference = new float[_science.Length];
        for (var i = 0; i < difference.Length; i++)
            difference[i] = Quantize(_science[i] - _template[i]);
        return new CutoutImages(Array.ConvertAll(_science, Quantize), Array.ConvertAll(_template, Quantize), difference, scienceWidth, templateWidth);
    }

    void PaintSubject(StampKind kind, double width)
    {
        var peak = _noise * kind.Brightness switch
        {
            0 => _stream.NextUniform(3, 4.5),
            1 => _stream.NextUniform(5, 11),
            _ => _stream.NextUniform(14, 60),
        };
        var centre = (_side - 1) / 2.0;
        double x = centre + _stream.NextUniform(-0.4, 0.4), y = centre + _stream.NextUniform(-0.4, 0.4);
        switch (kind.Surroundings)
        {
            case Surroundings.HostGalaxy:
                AddToBoth(x + _stream.NextUniform(-5, 5), y + _stream.NextUniform(-5, 5), _noise * _stream.NextLogUniform(4, 80), 4);
                break;
            case Surroundings.Nucleus:
                AddToBoth(x, y, _noise * _stream.NextLogUniform(5, 110), 3.5);
                break;
            case Surroundings.Star:
                AddToBoth(x, y, peak * _stream.NextUniform(1.5, 4), width);
                break;
            case Surroundings.BrightStar:
                // The template has the star a fraction of a pixel aside: a dipole remains.
                var star = Math.Max(150 * _noise, peak * 12);
                var turn = _stream.NextUnit();
                Add(_science, x, y, star, width);
                Add(
                    _template,
                    x + (0.2 * PortableMath.SinTurns(turn)),
                    y + (0.2 * PortableMath.SinTurns(turn + 0.25)),
                    star * (kind.IsPositive ? 0.95 : 1.05),
                    width);
                return;
        }

        Add(_science, x, y, kind.IsPositive ? peak : -peak, width);
    }

    void AddToBoth(double x, double y, double peak, double sigma)
    {
        Add(_science, x, y, peak, sigma);
        Add(_template, x, y, peak, sigma);
    }

    void Add(double[] image, double x, double y, double peak, double sigma)
    {
        for (var i = 0; i < image.Length; i++)
        {
            double dx = ((i % _side) - x) / sigma, dy = ((i / _side) - y) / sigma;
            image[i] += peak * PortableMath.Exp(-0.5 * ((dx * dx) + (dy * dy)));
        }
    }

    void AddNoise(double[] image, double noise)
    {
        for (var i = 0; i < image.Length; i++)
            image[i] += noise * _stream.NextGaussian();
    }

    static float Quantize(double value) => (float)(Math.Round(value * 1024) / 1024);
}

/// <summary>The three images of a detection, row by row.</summary>
/// <param name="Science">The exposure.</param>
/// <param name="Template">The reference image.</param>
/// <param name="Difference">The first minus the second.</param>
/// <param name="ScienceWidth">Standard deviation of a star in the first, in pixels.</param>
/// <param name="TemplateWidth">That of the template's point-spread function.</param>
sealed record CutoutImages(float[] Science, float[] Template, float[] Difference, double ScienceWidth, double TemplateWidth);
