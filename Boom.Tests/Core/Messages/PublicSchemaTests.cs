using Boom.Core.Messages;
using Boom.Core.Surveys;
using Xunit;

namespace Boom.Tests.Core.Messages;

public sealed class PublicSchemaTests
{
    static string[] Schemas => [.. new[] { Survey.Ztf, Survey.Lsst }.Select(SchemaOf)];

    [Theory]
    [InlineData("jd psfFlux psfFluxErr band ra dec", "AlertPhotometry")]
    [InlineData("jd psfFluxErr band", "NonDetectionPhotometry")]
    [InlineData("jd psfFlux psfFluxErr band", "ForcedPhotometry")]
    [InlineData("objectId ra dec prv_candidates prv_nondetections fp_hists", "BabamulSurveyMatch")]
    [InlineData("ztf lsst", "BabamulSurveyMatches")]
    [InlineData("rock star near_brightstar stationary photstats multisurvey_photstats sso", "ZtfAlertProperties")]
    [InlineData("rock stationary star near_brightstar photstats multisurvey_photstats", "LsstAlertProperties")]
    [InlineData("g r i z y u j h k", "PerBandProperties")]
    [InlineData("peak_jd peak_mag peak_mag_err dt rising fading", "BandProperties")]
    [InlineData("rate rate_error red_chi2 nb_data dt", "BandRateProperties")]
    [InlineData("is_sso designation separation_arcsec predicted_mag source", "ZtfSsoAssociation")]
    [InlineData("candid objectId candidate prv_candidates prv_nondetections fp_hists properties survey_matches", "BabamulZtfAlert")]
    [InlineData("candid objectId candidate prv_candidates fp_hists properties survey_matches", "BabamulLsstAlert")]
    public void Schema_Record_HasTheFieldsOfTheReferenceInOrder(string fields, string record)
    {
        var found = Schemas.Select(schema => SchemaRecords.Find(schema, record)).OfType<global::Avro.RecordSchema>().ToArray();

        Assert.NotEmpty(found);
        Assert.All(found, schema => Assert.Equal(fields, string.Join(' ', schema.Fields.Select(field => field.Name))));
    }

    [Fact]
    public void Schema_Candidates_HaveAsManyFieldsAsTheReference() => Assert.Equal(
        (84, 87), (SchemaRecords.Find(Schemas[0], "ZtfCandidate")!.Count, SchemaRecords.Find(Schemas[1], "LsstCandidate")!.Count));

    static string SchemaOf(Survey survey)
    {
        using var stream = PublicStream.Of(SurveyCatalog.Default[survey], SurveyCatalog.Default, EnrichmentSettings.None)!;
        return stream.SchemaJson;
    }
}
