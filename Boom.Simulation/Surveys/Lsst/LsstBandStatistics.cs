using System.Runtime.CompilerServices;
using Boom.Simulation.Exposures;

namespace Boom.Simulation.Surveys.Lsst;

/// <summary>What <c>diaObject</c> says of the light curve in one filter. Fluxes in nanojansky; add by increasing time.</summary>
struct LsstBandStatistics
{
    double _weights, _weighted, _weightedSquares, _scienceWeighted, _errors, _forcedWeights, _forcedWeighted, _lastFlux, _lastMjd;

    /// <summary>Number of detections.</summary>
    public int Count { get; private set; }

    public double Minimum { get; private set; }

    public double Maximum { get; private set; }

    /// <summary>Greatest change between two detections, per day; not-a-number of fewer than two.</summary>
    public double MaximumSlope { get; private set; }

    public readonly double Mean => Count > 0 ? _weighted / _weights : double.NaN;

    public readonly double MeanError => Count > 0 ? 1 / Math.Sqrt(_weights) : double.NaN;

    /// <summary>Weighted standard deviation; not-a-number of fewer than two.</summary>
    public readonly double Sigma => Count > 1 ? Math.Sqrt(Math.Max(0, (_weightedSquares / _weights) - (Mean * Mean))) : double.NaN;

    public readonly double ErrorMean => Count > 0 ? _errors / Count : double.NaN;

    public readonly double ScienceMean => Count > 0 ? _scienceWeighted / _weights : double.NaN;

    public readonly double ForcedMean => _forcedWeights > 0 ? _forcedWeighted / _forcedWeights : double.NaN;

    public readonly double ForcedMeanError => _forcedWeights > 0 ? 1 / Math.Sqrt(_forcedWeights) : double.NaN;

    public void Add(double mjd, in LsstDetection detection)
    {
        var flux = detection.PsfFlux;
        var weight = 1 / (detection.PsfFluxError * detection.PsfFluxError);
        _weights += weight;
        _weighted += weight * flux;
        _weightedSquares += weight * flux * flux;
        _scienceWeighted += weight * detection.ScienceFlux;
        _errors += detection.PsfFluxError;
        Minimum = Count == 0 ? flux : Math.Min(Minimum, flux);
        Maximum = Count == 0 ? flux : Math.Max(Maximum, flux);
        if (Count > 0 && mjd > _lastMjd)
        {
            var slope = Math.Abs(flux - _lastFlux) / (mjd - _lastMjd);
            MaximumSlope = Count == 1 ? slope : Math.Max(MaximumSlope, slope);
        }

        (_lastFlux, _lastMjd) = (flux, mjd);
        if (++Count == 1)
            MaximumSlope = double.NaN;
    }

    public void AddForced(in Measurement measurement)
    {
        var error = 1000 * measurement.ForcedErrorMicroJy;
        var weight = 1 / (error * error);
        _forcedWeights += weight;
        _forcedWeighted += weight * 1000 * measurement.ForcedFluxMicroJy;
    }
}

/// <summary>Those of the six filters in the order of the packet: u, g, r, i, z, y.</summary>
[InlineArray(Count)]
struct LsstBands
{
    public const int Count = 6;

    LsstBandStatistics _first;

    /// <summary>Place of an exposure's filter.</summary>
    public static int IndexOf(Exposure exposure) => exposure.Fid % Count;
}
