using MongoDB.Bson;

namespace Boom.Tests.Core.Surveys;

/// <summary>Documents as enrichment reads them, made by hand.</summary>
static class EnrichmentDocuments
{
    /// <summary>An alert.</summary>
    public static BsonDocument Alert(double jd, double ra = 150, double dec = 30) => new()
    {
        { "_id", 1L }, { "objectId", "object" }, { "candidate", new BsonDocument { { "jd", jd }, { "ra", ra }, { "dec", dec } } },
    };

    /// <summary>An object.</summary>
    public static byte[] Object(BsonDocument[]? detections = null, BsonDocument[]? forced = null, BsonDocument? matches = null)
    {
        var document = new BsonDocument { { "_id", "object" }, { "prv_candidates", new BsonArray(detections ?? []) } };
        if (forced is not null)
            document["fp_hists"] = new BsonArray(forced);
        if (matches is not null)
            document["cross_matches"] = matches;
        return document.ToBson();
    }

    /// <summary>A detection as ZTF and LSST store it.</summary>
    public static BsonDocument Point(double jd, double mag, string band, double snr = 10, double error = 0.1) => new()
    {
        { "jd", jd }, { "magpsf", mag }, { "sigmapsf", error }, { "band", band }, { "snr_psf", snr },
    };

    /// <summary>The same with other names of magnitude and error, and a signed ratio.</summary>
    public static BsonDocument AperturePoint(double jd, double mag, string band, double? snr = 10) => new()
    {
        { "jd", jd }, { "magap", mag }, { "sigmagap", 0.1 }, { "band", band }, { "snr", snr is { } value ? value : BsonNull.Value, snr is not null },
    };
}
