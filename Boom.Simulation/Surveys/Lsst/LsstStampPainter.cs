using Boom.Simulation.Objects;
using Boom.Simulation.Stamps;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>
/// Paints the cutouts of one detection in nanojansky: stars as Gaussians, a galaxy as a wide one, noise on each image; the difference is really that
/// of the two, so that bad subtractions look bad.
/// </summary>
sealed class LsstStampPainter
{
    const int Side = LsstFits.Side;
    const double Centre = (Side - 1) / 2.0;
    const double ScienceNoise = 55;
    const double TemplateNoise = 9;
    const int PsfSide = 41;

    readonly double[] _science = new double[Side * Side];
    readonly double[] _template = new double[Side * Side];

    SeededStream _stream;

    LsstStampPainter(ulong key) => _stream = new SeededStream(key);

    /// <param name="kind">What is to be seen.</param>
    /// <param name="key">Seed.</param>
    /// <param name="isLarge">Whether the template's point-spread function is the larger of the two sizes that real packets have.</param>
    public static LsstStamps Paint(StampKind kind, ulong key, bool isLarge) => new LsstStampPainter(key).PaintAll(kind, isLarge);

    LsstStamps PaintAll(StampKind kind, bool isLarge)
    {
        double scienceWidth = _stream.NextUniform(1.5, 2.1), templateWidth = _stream.NextUniform(1.4, 1.7);
        var count = _stream.NextInt(4);
        for (var i = 0; i < count; i++)
            AddToBoth(_stream.NextUniform(0, Side), _stream.NextUniform(0, Side), _stream.NextLogUniform(100, 5000), scienceWidth);
        PaintSubject(kind, scienceWidth);
        AddNoise(_science, ScienceNoise);
        AddNoise(_template, TemplateNoise);
        var difference = new float[Side * Side];
        for (var i = 0; i < difference.Length; i++)
            difference[i] = Quantize(_science[i] - _template[i]);
        return new LsstStamps(
            Write(difference, Math.Sqrt((ScienceNoise * ScienceNoise) + (TemplateNoise * TemplateNoise)), PsfSide, scienceWidth),
            Write(Array.ConvertAll(_science, Quantize), ScienceNoise, PsfSide, scienceWidth),
            Write(Array.ConvertAll(_template, Quantize), TemplateNoise, isLarge ? 77 : 53, templateWidth));
    }

    void PaintSubject(StampKind kind, double width)
    {
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
                AddToBoth(x + _stream.NextUniform(-5, 5), y + _stream.NextUniform(-5, 5), _stream.NextLogUniform(200, 4000), 4);
                break;
            case Surroundings.Nucleus:
                AddToBoth(x, y, _stream.NextLogUniform(300, 6000), 3.5);
                break;
            case Surroundings.Star:
                AddToBoth(x, y, peak * _stream.NextUniform(1.5, 4), width);
                break;
            case Surroundings.BrightStar:
                // The template has the star a fraction of a pixel aside: a dipole remains.
                var star = Math.Max(8000, peak * 12);
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

    static void Add(double[] image, double x, double y, double peak, double sigma)
    {
        for (var i = 0; i < image.Length; i++)
        {
            double dx = ((i % Side) - x) / sigma, dy = ((i / Side) - y) / sigma;
            image[i] += peak * PortableMath.Exp(-0.5 * ((dx * dx) + (dy * dy)));
        }
    }

    void AddNoise(double[] image, double noise)
    {
        for (var i = 0; i < image.Length; i++)
            image[i] += noise * _stream.NextGaussian();
    }

    static byte[] Write(float[] pixels, double noise, int psfSide, double psfSigma)
    {
        var variances = new float[pixels.Length];
        for (var i = 0; i < variances.Length; i++)
            variances[i] = (float)((noise * noise) + (Math.Abs(pixels[i]) * 0.6));
        return LsstFits.Write(pixels, variances, psfSide, psfSigma);
    }

    static float Quantize(double value) => (float)(Math.Round(value * 1024) / 1024);
}
