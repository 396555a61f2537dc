using Boom.Core.Alerts;
using Boom.Core.Bson;

namespace Boom.Core.Photometry;

/// <summary>The few fields of a stored light-curve point that statistics need; NaN where a number is absent.</summary>
ref struct StoredPoint
{
    double _jd;
    float _mag;
    float _magErr;
    float _snr;
    PhotometricBand _band;
    bool _hasBand;

    /// <summary><c>procstatus</c> is the text 0.</summary>
    bool _isProcessed;

    /// <summary><c>magzpsci</c> is a number.</summary>
    bool _hasZeroPoint;

    /// <summary><c>forcediffimfluxunc</c> is a number, and not the one that stands for none.</summary>
    bool _hasForcedError;

    internal static StoredPoint Read(ReadOnlySpan<byte> document, bool isAperture)
    {
        var point = new StoredPoint { _jd = double.NaN, _mag = float.NaN, _magErr = float.NaN, _snr = float.NaN };
        var reader = new BsonReader(document);
        while (reader.Read())
            point.Take(ref reader, isAperture);
        return point;
    }

    internal readonly bool IsDetection(double untilJd, double windowDays, DetectionRule rule) =>
        (!rule.IsProcessed || (_isProcessed && _hasZeroPoint && _hasForcedError))
        && _hasBand && _jd <= untilJd && untilJd - _jd < windowDays && JulianDate.IsPlausible(_jd)
        && Magnitudes.IsReal(_mag) && Magnitudes.IsRealError(_magErr)
        && (!rule.NeedsSnr || (float.IsFinite(_snr) && MathF.Abs(_snr) >= rule.MinimumSnr));

    internal readonly MagnitudePoint ToMagnitudePoint() => new(_jd, _mag, _magErr, _band);

    // By length first: a point has forty names and eight of them count.
    void Take(ref BsonReader reader, bool isAperture)
    {
        var name = reader.Name;
        switch (name.Length)
        {
            case 2 when name.SequenceEqual("jd"u8):
                _jd = reader.AsDouble();
                break;
            case 3 when name.SequenceEqual("snr"u8) && float.IsNaN(_snr):
                // Name of snr_psf in databases of before 2026, and of a signed one.
                _snr = (float)reader.AsDouble();
                break;
            case 4 when name.SequenceEqual("band"u8) && reader.Type == BsonType.String:
                _hasBand = PhotometricBands.TryParse(reader.AsUtf8(), out _band);
                break;
            case 5 when isAperture && name.SequenceEqual("magap"u8):
                _mag = (float)reader.AsDouble();
                break;
            case 6 when !isAperture && name.SequenceEqual("magpsf"u8):
                _mag = (float)reader.AsDouble();
                break;
            case 7 when name.SequenceEqual("snr_psf"u8):
                _snr = (float)reader.AsDouble();
                break;
            case 8 when name.SequenceEqual(isAperture ? "sigmagap"u8 : "sigmapsf"u8):
                _magErr = (float)reader.AsDouble();
                break;
            case 8 when name.SequenceEqual("magzpsci"u8):
                _hasZeroPoint = !double.IsNaN(reader.AsDouble());
                break;
            case 10 when name.SequenceEqual("procstatus"u8):
                _isProcessed = reader.Type == BsonType.String && reader.AsUtf8() is [(byte)'0'];
                break;
            case 18 when name.SequenceEqual("forcediffimfluxunc"u8):
                _hasForcedError = reader.AsDouble() is not (double.NaN or -99999);
                break;
        }
    }
}
