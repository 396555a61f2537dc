namespace Boom.Simulation.LightCurves;

/// <summary>AB magnitudes and fluxes in microjansky: the zero point of that flux is 23.9.</summary>
static class AbMagnitude
{
    public const double ZeroPoint = 23.9;

    /// <summary>2.5 / ln 10: a relative flux error times this is an error in magnitudes.</summary>
    public const double ErrorFactor = 1.0857362047581294;

    public static double ToFlux(double magnitude) => PortableMath.Pow10(-0.4 * (magnitude - ZeroPoint));

    public static double FromFlux(double fluxMicroJy) => ZeroPoint - (2.5 * PortableMath.Log10(fluxMicroJy));

    /// <summary>To a step of 1e-4, finer than any survey measures.</summary>
    public static double Round(double value) => Math.Round(value * 1e4) / 1e4;
}
