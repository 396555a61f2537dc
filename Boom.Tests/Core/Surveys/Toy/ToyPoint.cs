namespace Boom.Tests.Core.Surveys.Toy;

/// <summary>A measurement of the toy survey.</summary>
struct ToyPoint
{
    public double Mjd { get; set; }

    public float Mag { get; set; }

    public float Error { get; set; }

    public readonly double Jd => Mjd + 2400000.5;
}
