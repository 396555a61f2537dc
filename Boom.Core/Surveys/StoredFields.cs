using System.Text;
using Boom.Core.Filters;
using Boom.Core.Filters.Checks;
using Boom.Core.Photometry;

namespace Boom.Core.Surveys;

/// <summary>Lists of stored fields that surveys have in common.</summary>
static class StoredFields
{
    const string Statistics = "peak_jd peak_mag peak_mag_err dt rising fading";
    const string Fit = "rate rate_error red_chi2 nb_data dt";

    /// <summary>What alerts and objects of every survey have, and <c>properties.stationary</c> and <c>.photstats</c>.</summary>
    public static KnownFields OfAll() => new KnownFields()
        .With("", "_id objectId")
        .With("coordinates", "radec_geojson l b healpix_29")
        .With("coordinates.radec_geojson", "type coordinates")
        .With("cross_matches", "*")
        .With("aliases", "*")
        .With("properties", "stationary")
        .WithBands("properties.photstats");

    /// <summary>Adds statistics by band.</summary>
    public static KnownFields WithBands(this KnownFields fields, string path)
    {
        foreach (var band in Enum.GetValues<PhotometricBand>())
        {
            var of = $"{path}.{Encoding.UTF8.GetString(band.ToUtf8())}";
            fields.With(of, Statistics).With($"{of}.rising", Fit).With($"{of}.fading", Fit);
        }

        return fields;
    }

    /// <summary>Adds <c>sso_history</c>.</summary>
    public static KnownFields WithHistory(this KnownFields fields) => fields.With(FilterView.History, FieldValues.History.Select(field => field.Name));
}
