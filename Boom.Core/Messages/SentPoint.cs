using Boom.Core.Bson;
using Boom.Core.Photometry;

namespace Boom.Core.Messages;

/// <summary>A point of a light curve as messages tell it.</summary>
/// <param name="Jd">Julian date, days.</param>
/// <param name="Flux">Flux in the unit of its survey (docs/streams.md); NaN for none.</param>
/// <param name="FluxErr">Its error.</param>
/// <param name="Band">Band as stored.</param>
/// <param name="IsForced">Forced photometry.</param>
/// <param name="ProgramId">Number of its programme; 0 where it should say and does not.</param>
/// <param name="Ra">Right ascension, degrees; NaN for none.</param>
/// <param name="Dec">Declination, degrees; NaN for none.</param>
readonly record struct SentPoint(double Jd, double Flux, double FluxErr, string Band, bool IsForced, int ProgramId, double Ra, double Dec)
{
    /// <summary>Whether it has a place on the sky.</summary>
    public bool HasPosition => !double.IsNaN(Ra) && !double.IsNaN(Dec);

    /// <summary>The band, if it is one of the nine.</summary>
    public PhotometricBand? KnownBand =>
        Band.Length == 1 && PhotometricBands.TryParse([(byte)Math.Min(Band[0], (char)byte.MaxValue)], out var band) ? band : null;
}

/// <summary>Which points may be told.</summary>
/// <param name="Programs">Those of which programmes; every programme where points do not say.</param>
/// <param name="UntilJd">The last time, Julian date, days, inclusive.</param>
/// <param name="WindowDays">How long before it a point may lie, days, exclusive.</param>
readonly record struct PointCut(ProgramSet Programs, double UntilJd = double.PositiveInfinity, double WindowDays = double.PositiveInfinity)
{
    public bool Includes(in SentPoint point) =>
        Programs.Contains(point.ProgramId) && !(point.Jd > UntilJd) && (double.IsPositiveInfinity(WindowDays) || UntilJd - point.Jd < WindowDays);
}

/// <summary>Reads the points of stored objects.</summary>
static class SentPoints
{
    // 10^9: fluxes stored as psfFlux are in 10⁻⁹ µJy.
    const double FluxScale = 1e9;
    const double MicrojanskyZeroPoint = 23.9;
    const double NanojanskyZeroPoint = 31.4;
    const double ErrorFactor = 1.0857362047581294;
    const double MissingFlux = -99999;

    static readonly (byte[] Utf8, string Text)[] Bands =
        [.. new[] { "g", "r", "i", "z", "y", "u", "j", "h", "k", "Y", "J", "H", "VR" }.Select(band => (System.Text.Encoding.ASCII.GetBytes(band), band))];

    /// <summary>Adds the points of an array that can be told and are within the cut, in the order stored.</summary>
    /// <param name="points">Takes them.</param>
    /// <param name="objectDocument">The object.</param>
    /// <param name="series">The array.</param>
    /// <param name="hasPrograms">Whether each says of which programme it is.</param>
    /// <param name="cut">Which ones.</param>
    public static void Add(List<SentPoint> points, ReadOnlySpan<byte> objectDocument, SentSeries series, bool hasPrograms, in PointCut cut)
    {
        var array = new BsonReader(objectDocument);
        if (!array.Find(series.NameUtf8) || array.Type != BsonType.Array)
            return;
        var elements = new BsonReader(array.Value);
        while (elements.Read())
        {
            if (elements.Type == BsonType.Document && Read(elements.Value, series, hasPrograms) is { } point && cut.Includes(point))
                points.Add(point);
        }
    }

    /// <summary>A stored point; null when it cannot be told.</summary>
    public static SentPoint? Read(ReadOnlySpan<byte> document, SentSeries series, bool hasPrograms)
    {
        var fields = StoredFields.Read(document);
        if (double.IsNaN(fields.Jd) || fields.Band is not { } band)
            return null;
        var (flux, error) = series.Flux switch
        {
            SentFlux.Psf => (fields.PsfFlux, fields.PsfFluxErr),
            SentFlux.Limit => (double.NaN, fields.PsfFluxErr),
            SentFlux.Counts => FromCounts(fields),
            SentFlux.Microjansky => (1000 * fields.Flux, 1000 * fields.FluxErr),
            _ => FromMagnitude(fields),
        };
        if (double.IsNaN(error))
            return null;
        var program = hasPrograms ? fields.ProgramId : AlertDocuments.PublicProgram;
        return series.HasPosition
            ? new SentPoint(fields.Jd, flux, error, band, series.IsForced, program, fields.Ra, fields.Dec)
            : new SentPoint(fields.Jd, flux, error, band, series.IsForced, program, double.NaN, double.NaN);
    }

    static (double Flux, double Error) FromCounts(in StoredFields fields)
    {
        if (!fields.IsProcessed || double.IsNaN(fields.ZeroPoint) || fields.FluxErr is double.NaN or MissingFlux)
            return (double.NaN, double.NaN);
        var scale = FluxScale * Math.Pow(10, (MicrojanskyZeroPoint - fields.ZeroPoint) / 2.5);
        return (fields.Flux is MissingFlux ? double.NaN : fields.Flux * scale, fields.FluxErr * scale);
    }

    static (double Flux, double Error) FromMagnitude(in StoredFields fields)
    {
        var flux = Math.Pow(10, -0.4 * (fields.Mag - NanojanskyZeroPoint));
        return (fields.IsNegative ? -flux : flux, fields.MagErr / ErrorFactor * flux);
    }

    static string? BandOf(ReadOnlySpan<byte> utf8)
    {
        foreach (var (known, text) in Bands)
        {
            if (utf8.SequenceEqual(known))
                return text;
        }

        return utf8.IsEmpty ? null : System.Text.Encoding.UTF8.GetString(utf8);
    }

    /// <summary>The few fields of a stored point that count; NaN where a number is absent.</summary>
    ref struct StoredFields
    {
        public double Jd, PsfFlux, PsfFluxErr, Flux, FluxErr, ZeroPoint, Mag, MagErr, Ra, Dec;
        public int ProgramId;
        public bool IsProcessed, IsNegative;
        public string? Band;

        public static StoredFields Read(ReadOnlySpan<byte> document)
        {
            var fields = new StoredFields
            {
                Jd = double.NaN, PsfFlux = double.NaN, PsfFluxErr = double.NaN, Flux = double.NaN, FluxErr = double.NaN, ZeroPoint = double.NaN,
                Mag = double.NaN, MagErr = double.NaN, Ra = double.NaN, Dec = double.NaN,
            };
            var reader = new BsonReader(document);
            while (reader.Read())
                fields.Take(ref reader);
            return fields;
        }

        // By length first: a point has forty names and a dozen of them count.
        void Take(ref BsonReader reader)
        {
            var name = reader.Name;
            switch (name.Length)
            {
                case 2 when name.SequenceEqual("jd"u8):
                    Jd = reader.AsDouble();
                    break;
                case 2 when name.SequenceEqual("ra"u8):
                    Ra = reader.AsDouble();
                    break;
                case 3 when name.SequenceEqual("dec"u8):
                    Dec = reader.AsDouble();
                    break;
                case 4 when name.SequenceEqual("band"u8) && reader.Type == BsonType.String:
                    Band = BandOf(reader.AsUtf8());
                    break;
                case 6 when name.SequenceEqual("magpsf"u8):
                    Mag = reader.AsDouble();
                    break;
                case 7 when name.SequenceEqual("psfFlux"u8):
                    PsfFlux = reader.AsDouble();
                    break;
                case 8 when name.SequenceEqual("sigmapsf"u8):
                    MagErr = reader.AsDouble();
                    break;
                case 8 when name.SequenceEqual("magzpsci"u8):
                    ZeroPoint = reader.AsDouble();
                    break;
                case 9 when name.SequenceEqual("programid"u8):
                    ProgramId = reader.AsDouble() is >= 0 and <= byte.MaxValue and var number ? (int)number : 0;
                    break;
                case 9 when name.SequenceEqual("isdiffpos"u8):
                    IsNegative = reader.Type == BsonType.Boolean && !reader.AsBoolean();
                    break;
                case 10 when name.SequenceEqual("psfFluxErr"u8):
                    PsfFluxErr = reader.AsDouble();
                    break;
                case 10 when name.SequenceEqual("procstatus"u8):
                    IsProcessed = reader.Type == BsonType.String && reader.AsUtf8() is [(byte)'0'];
                    break;
                case 15 when name.SequenceEqual("forcediffimflux"u8):
                    Flux = reader.AsDouble();
                    break;
                case 18 when name.SequenceEqual("forcediffimfluxunc"u8):
                    FluxErr = reader.AsDouble();
                    break;
            }
        }
    }
}
