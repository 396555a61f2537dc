using Boom.Core.Filters;
using Boom.Core.Surveys.Ztf;

namespace Boom.Core.Surveys.Lsst;

/// <summary>Names of the stored fields that filters see, as <see cref="LsstBson"/> writes them.</summary>
static class LsstKnownFields
{
    const string Derived = "objectId jd magpsf sigmapsf snr_psf chipsf diffmaglim isdiffpos magap sigmagap snr_ap";

    /// <summary>What a filter may ask for.</summary>
    public static KnownFields All { get; } = ZtfKnownFields.WithSeries(
        WithSeries(StoredFields.OfAll(), "")
            .With("candidate", Names(LsstFields.Source)).With("candidate", Derived).With("candidate", "jdstarthist ndethist")
            .With("ss_source", Names(LsstFields.SsSource))
            .With("properties", "rock star near_brightstar")
            .WithBands("properties.multisurvey_photstats"),
        "ZTF.");

    /// <summary>Adds the light curves, which partners see too.</summary>
    public static KnownFields WithSeries(KnownFields fields, string prefix) => fields
        .With($"{prefix}prv_candidates", Names(LsstFields.Source)).With($"{prefix}prv_candidates", Derived)
        .With($"{prefix}fp_hists", Names(LsstFields.Forced)).With($"{prefix}fp_hists", "jd diffmaglim magpsf sigmapsf isdiffpos snr_psf");

    static IEnumerable<string> Names(IEnumerable<Avro.AvroWantedField> fields) => fields.Select(field => field.Element).OfType<string>();
}
