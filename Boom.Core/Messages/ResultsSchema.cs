using Boom.Core.Surveys;

namespace Boom.Core.Messages;

/// <summary>The schema of the messages of filters: that of the reference. It names the surveys, which the catalogue knows.</summary>
static class ResultsSchema
{
    /// <summary>The schema, JSON.</summary>
    public static string Of(SurveyCatalog surveys)
    {
        var symbols = string.Join(',', Enum.GetValues<Survey>().Select(survey => $"\"{survey.ToUpperName()}\""));
        var matches = string.Join(',', PartnersOf(surveys).Select((partner, i) =>
            $$"""{"name":"{{partner.ToLowerName()}}","type":["null",{{(i == 0 ? Match.ReplaceLineEndings("") : "\"SurveyMatch\"")}}]}"""));
        return """
            {"type":"record","name":"Alert","fields":[
            {"name":"candid","type":"long"},
            {"name":"objectId","type":"string"},
            {"name":"jd","type":"double"},
            {"name":"ra","type":"double"},
            {"name":"dec","type":"double"},
            {"name":"survey","type":{"type":"enum","name":"Survey","symbols":[SYMBOLS]}},
            {"name":"filters","type":{"type":"array","items":{"type":"record","name":"FilterResults","fields":[
            {"name":"filter_id","type":"string"},
            {"name":"filter_name","type":"string"},
            {"name":"passed_at","type":"double"},
            {"name":"annotations","type":"string"}]}}},
            {"name":"classifications","type":{"type":"array","items":{"type":"record","name":"Classification","fields":[
            {"name":"classifier","type":"string"},
            {"name":"score","type":"float"},
            {"name":"distance_arcsec","type":["null","float"]}]}}},
            {"name":"photometry","type":{"type":"array","items":{"type":"record","name":"Photometry","fields":[
            {"name":"jd","type":"double"},
            {"name":"flux","type":["null","double"]},
            {"name":"flux_err","type":"double"},
            {"name":"band","type":"string"},
            {"name":"origin","type":{"type":"enum","name":"Origin","symbols":["Alert","ForcedPhot"]}},
            {"name":"programid","type":"int"},
            {"name":"survey","type":"Survey"},
            {"name":"ra","type":["null","double"]},
            {"name":"dec","type":["null","double"]}]}}},
            {"name":"cutoutScience","type":"bytes"},
            {"name":"cutoutTemplate","type":"bytes"},
            {"name":"cutoutDifference","type":"bytes"},
            {"name":"survey_matches","type":{"type":"record","name":"SurveyMatches","fields":[MATCHES]}}]}
            """.ReplaceLineEndings("").Replace("SYMBOLS", symbols, StringComparison.Ordinal).Replace("MATCHES", matches, StringComparison.Ordinal);
    }

    /// <summary>Surveys whose objects are told of beside alerts of others, in the order of the schema.</summary>
    public static IEnumerable<Survey> PartnersOf(SurveyCatalog surveys) =>
        surveys.Supported.Select(survey => surveys[survey].Results.Partner).OfType<Survey>().Distinct().Order();

    const string Match = """
        {"type":"record","name":"SurveyMatch","fields":[
        {"name":"objectId","type":"string"},
        {"name":"ra","type":"double"},
        {"name":"dec","type":"double"},
        {"name":"photometry","type":{"type":"array","items":"Photometry"}}]}
        """;
}
