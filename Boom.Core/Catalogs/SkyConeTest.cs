using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Boom.Core.Sky;

namespace Boom.Core.Catalogs;

/// <summary>
/// Tells which rows lie in a cone: first by a weighted sum of squares of differences in right ascension and declination that no row of the cone exceeds,
/// then by the exact separation.
/// </summary>
/// <remarks>
/// By the haversine formula sin²(θ/2) = sin²(Δδ/2) + cos δ₁ cos δ₂ sin²(Δα/2). In the cone cos δ₂ is at least that of its edge nearest to a pole, and
/// sin x ≥ x sinc(X) for x ≤ X, so the sum with the squares of the angles themselves and smaller weights is at most r².
/// </remarks>
[StructLayout(LayoutKind.Auto)]
readonly unsafe struct SkyConeTest
{
    readonly double _ra, _dec, _sinDec, _cosDec, _radiusArcsec;
    readonly double _raWeight, _decWeight, _limit;

    public SkyConeTest(SkyPosition centre, double radiusArcsec)
    {
        (_ra, _dec, _radiusArcsec) = (centre.RaDegrees, centre.DecDegrees, radiusArcsec);
        (_sinDec, _cosDec) = Math.SinCos(_dec * SkyGeometry.RadiansPerDegree);

        // A hair of slack: what the exact separation puts on the rim passes whatever the rounding.
        Radius = (Math.Min(radiusArcsec, 648_000) * SkyGeometry.RadiansPerArcsec * (1 + 1e-12)) + 1e-13;
        var edge = _cosDec * Math.Max(0, _cosDec - Radius);
        var squareSine = Radius * Radius / 4 / edge;
        _raWeight = squareSine <= 0.25 ? edge * (1 - (squareSine / 2)) : edge * 0.4;
        _decWeight = 1 - (Radius * Radius / 12);
        _limit = Radius * Radius / (SkyGeometry.RadiansPerDegree * SkyGeometry.RadiansPerDegree) * (1 + 1e-9);
    }

    /// <summary>Radius in radians with its slack.</summary>
    public double Radius { get; }

    /// <summary>Adds the rows <paramref name="first"/> to <paramref name="end"/>, exclusive, that lie in the cone.</summary>
    public void Scan(double* positions, long first, long end, SkyHits hits)
    {
        if (first >= end)
            return;
        hits.RowsTested += end - first;
        var (ra, dec) = (Vector256.Create(_ra), Vector256.Create(_dec));
        var (raWeight, decWeight, limit) = (Vector256.Create(_raWeight), Vector256.Create(_decWeight), Vector256.Create(_limit));
        var turn = Vector256.Create(360.0);
        var last = (end - 1) / SkyTableFormat.BlockRows;
        for (var block = first / SkyTableFormat.BlockRows; block <= last; block++)
        {
            var place = positions + (block * 2 * SkyTableFormat.BlockRows);
            var deltaRa = Vector256.Abs(Vector256.LoadAligned(place) - ra);
            deltaRa = Vector256.MinNative(deltaRa, turn - deltaRa);
            var deltaDec = Vector256.LoadAligned(place + SkyTableFormat.BlockRows) - dec;
            var sum = (deltaRa * deltaRa * raWeight) + (deltaDec * deltaDec * decWeight);
            var near = Vector256.LessThanOrEqual(sum, limit).ExtractMostSignificantBits();
            if (near != 0)
                Decide(place, near, block * SkyTableFormat.BlockRows, first, end, hits);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Decide(double* place, uint near, long firstRow, long first, long end, SkyHits hits)
    {
        for (var i = 0; i < SkyTableFormat.BlockRows; i++)
        {
            var row = firstRow + i;
            if ((near & (1u << i)) == 0 || row < first || row >= end)
                continue;
            var position = new SkyPosition(place[i], place[i + SkyTableFormat.BlockRows]);
            var distance = SkyGeometry.SeparationDegrees(_ra, _sinDec, _cosDec, position) * 3600;
            if (distance <= _radiusArcsec)
                hits.Add(row, distance);
        }
    }
}
