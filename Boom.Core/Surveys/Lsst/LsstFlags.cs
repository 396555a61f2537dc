using Boom.Core.Bson;
using Boom.Core.Photometry;
using Boom.Core.Sky;

namespace Boom.Core.Surveys.Lsst;

/// <summary>
/// The yes-or-no properties of an LSST alert that need the Legacy Survey point source catalogue (LSPSC), as its object's <c>cross_matches</c> have it.
/// </summary>
/// <param name="Star">A star lies on the candidate; null when that is not known.</param>
/// <param name="NearBrightstar">A bright star lies near enough to leave artefacts; null when that is not known.</param>
readonly record struct LsstFlags(bool? Star, bool? NearBrightstar)
{
    const double StarScore = 0.5;
    const double StarRadiusArcsec = 1;
    const double BrightRadiusArcsec = 20;
    const double BrightMagnitude = 15;

    /// <summary>
    /// Computes the flags. An empty list of matches means that there is no star where the footprint covers the position, and nothing elsewhere; an object that
    /// was not matched, or a footprint that is not known, means nothing.
    /// </summary>
    /// <param name="objectDocument">The object.</param>
    /// <param name="position">Of the alert; null when it has none.</param>
    /// <param name="footprint">Where the catalogue is complete; null when nobody has said.</param>
    public static LsstFlags Of(ReadOnlySpan<byte> objectDocument, SkyPosition? position, SkyFootprint? footprint)
    {
        var reader = new BsonReader(objectDocument);
        if (!reader.Find("cross_matches"u8) || reader.Type != BsonType.Document)
            return default;
        var catalogues = new BsonReader(reader.Value);
        if (!catalogues.Find("LSPSC"u8) || catalogues.Type != BsonType.Array)
            return default;
        bool isStar = false, isNearBrightstar = false, hasMatch = false;
        var matches = new BsonReader(catalogues.Value);
        while (matches.Read())
        {
            if (matches.Type != BsonType.Document || Match.Read(matches.Value) is not { IsUsable: true } match)
                continue;
            hasMatch = true;
            isStar |= match.Score > StarScore && match.DistanceArcsec <= StarRadiusArcsec;
            isNearBrightstar |= match.Score > StarScore && match.DistanceArcsec <= BrightRadiusArcsec
                && Magnitudes.IsReal(match.Magnitude) && match.Magnitude <= BrightMagnitude;
        }

        return hasMatch || (position is { } place && footprint?.Contains(place) == true) ? new LsstFlags(isStar, isNearBrightstar) : default;
    }

    /// <summary>A source of the catalogue; NaN where a number is absent.</summary>
    struct Match
    {
        public double DistanceArcsec;
        public double Score;
        public double Magnitude;

        public readonly bool IsUsable => DistanceArcsec >= 0 && double.IsFinite(Score);

        public static Match Read(ReadOnlySpan<byte> document)
        {
            var match = new Match { DistanceArcsec = double.NaN, Score = double.NaN, Magnitude = double.NaN };
            var reader = new BsonReader(document);
            while (reader.Read())
            {
                var name = reader.Name;
                if (name.SequenceEqual("distance_arcsec"u8))
                    match.DistanceArcsec = Number(reader);
                else if (name.SequenceEqual("score"u8))
                    match.Score = Number(reader);
                else if (name.SequenceEqual("mag_white"u8) || name.SequenceEqual("magwhite"u8))
                    match.Magnitude = Number(reader);
            }

            return match;
        }

        // Rows of a catalogue may have anything under a name.
        static double Number(in BsonReader reader) => reader.Type is BsonType.Double or BsonType.Int32 or BsonType.Int64 ? reader.AsDouble() : double.NaN;
    }
}
