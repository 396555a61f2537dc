using Boom.Core.Alerts;
using Boom.Core.Bson;

namespace Boom.Core.Photometry;

/// <summary>The few fields of a stored light-curve point that statistics need; NaN where a number is absent.</summary>
ref struct StoredPoint
{
    double _jd;
    float _magpsf;
    float _sigmapsf;
    float _snr;
    PhotometricBand _band;
    bool _hasBand;

    /// <summary><c>procstatus</c> is the text 0.</summary>
    internal bool IsProcessed { get; private set; }

    /// <summary><c>magzpsci</c> is a number.</summary>
    internal bool HasZeroPoint { get; private set; }

    /// <summary><c>forcediffimfluxunc</c> is a number, and not the one that stands for none.</summary>
    internal bool HasForcedError { get; private set; }

    internal static StoredPoint Read(ReadOnlySpan<byte> document)
    {
        var point = new StoredPoint { _jd = double.NaN, _magpsf = float.NaN, _sigmapsf = float.NaN, _snr = float.NaN };
        var reader = new BsonReader(document);
        while (reader.Read())
            point.Take(ref reader);
        return point;
    }

    internal readonly bool IsDetection(double untilJd) =>
        _hasBand && _jd <= untilJd && JulianDate.IsPlausible(_jd)
        && Magnitudes.IsReal(_magpsf) && Magnitudes.IsRealError(_sigmapsf) && float.IsFinite(_snr);

    internal readonly bool IsForcedDetection(double untilJd) => IsDetection(untilJd) && MathF.Abs(_snr) >= Magnitudes.DetectionSnr;

    internal readonly MagnitudePoint ToMagnitudePoint() => new(_jd, _magpsf, _sigmapsf, _band);

    // By length first: a point has forty names and eight of them count.
    void Take(ref BsonReader reader)
    {
        var name = reader.Name;
        switch (name.Length)
        {
            case 2 when name.SequenceEqual("jd"u8):
                _jd = reader.AsDouble();
                break;
            case 3 when name.SequenceEqual("snr"u8) && float.IsNaN(_snr):
                // Name of snr_psf in databases of before 2026.
                _snr = (float)reader.AsDouble();
                break;
            case 4 when name.SequenceEqual("band"u8) && reader.Type == BsonType.String:
                _hasBand = PhotometricBands.TryParse(reader.AsUtf8(), out _band);
                break;
            case 6 when name.SequenceEqual("magpsf"u8):
                _magpsf = (float)reader.AsDouble();
                break;
            case 7 when name.SequenceEqual("snr_psf"u8):
                _snr = (float)reader.AsDouble();
                break;
            case 8 when name.SequenceEqual("sigmapsf"u8):
                _sigmapsf = (float)reader.AsDouble();
                break;
            case 8 when name.SequenceEqual("magzpsci"u8):
                HasZeroPoint = !double.IsNaN(reader.AsDouble());
                break;
            case 10 when name.SequenceEqual("procstatus"u8):
                IsProcessed = reader.Type == BsonType.String && reader.AsUtf8() is [(byte)'0'];
                break;
            case 18 when name.SequenceEqual("forcediffimfluxunc"u8):
                HasForcedError = reader.AsDouble() is not (double.NaN or -99999);
                break;
        }
    }
}
