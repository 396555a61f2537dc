namespace Boom.Core.Photometry;

/// <summary>
/// Weighted least squares of y = a x + b, weights 1/σ². All sums are in single precision and in order, as the stored values are.
/// </summary>
static class WeightedLine
{
    const float MinimumSxx = 1e-10f;

    /// <summary>
    /// Fits the line; null for fewer than two points, lengths that differ, an error that is not positive and finite, a weight that is
    /// not finite, times that do not spread, or sums beyond single precision.
    /// </summary>
    /// <param name="x">Times, days, ascending.</param>
    /// <param name="y">Magnitudes.</param>
    /// <param name="sigma">Errors of the magnitudes.</param>
    public static RateFit? Fit(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> sigma)
    {
        var n = x.Length;
        if (n < 2 || y.Length != n || sigma.Length != n)
            return null;
        float sumW = 0, sumWx = 0, sumWy = 0;
        for (var i = 0; i < n; i++)
        {
            var s = sigma[i];
            var w = 1f / (s * s);
            if (!(s > 0) || !float.IsFinite(s) || !float.IsFinite(w))
                return null;
            sumW += w;
            sumWx += w * x[i];
            sumWy += w * y[i];
        }

        float meanX = sumWx / sumW, meanY = sumWy / sumW;
        float sxx = 0, sxy = 0;
        for (var i = 0; i < n; i++)
        {
            var w = 1f / (sigma[i] * sigma[i]);
            var dx = x[i] - meanX;
            sxx += w * dx * dx;
            sxy += w * dx * (y[i] - meanY);
        }

        if (MathF.Abs(sxx) < MinimumSxx)
            return null;
        var rate = sxy / sxx;
        var fit = new RateFit(rate, MathF.Sqrt(1f / sxx), RedChi2(x, y, sigma, rate, meanY - (rate * meanX)), n, x[n - 1] - x[0]);

        // Sums of extreme errors leave single precision; that is no rate. Two points have no χ², which is NaN and stays.
        return float.IsFinite(fit.Rate) && float.IsFinite(fit.RateError) && (n == 2 || float.IsFinite(fit.RedChi2)) ? fit : null;
    }

    static float RedChi2(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> sigma, float rate, float intercept)
    {
        if (x.Length == 2)
            return float.NaN;
        float chi2 = 0;
        for (var i = 0; i < x.Length; i++)
        {
            var residual = (y[i] - ((rate * x[i]) + intercept)) / sigma[i];
            chi2 += residual * residual;
        }

        return chi2 / (x.Length - 2);
    }
}
