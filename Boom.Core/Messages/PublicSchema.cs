using System.Text;
using Boom.Core.Photometry;
using Boom.Core.Surveys;

namespace Boom.Core.Messages;

/// <summary>The schema of the public messages of a survey.</summary>
static class PublicSchema
{
    /// <summary>Arrays of points that an object of any survey may have; a match has all of them.</summary>
    public static readonly string[] Arrays = ["prv_candidates", "prv_nondetections", "fp_hists"];

    static readonly MessageRecord Detection =
        new("AlertPhotometry", "jd double!; psfFlux double!; psfFluxErr double!; band Band; ra double!; dec double!");

    static readonly MessageRecord Limit = new("NonDetectionPhotometry", "jd double!; psfFluxErr double!; band Band");

    static readonly MessageRecord Forced = new("ForcedPhotometry", "jd double!; psfFlux double?; psfFluxErr double!; band Band");

    /// <summary>
    /// Whether readers know a band. The schema is the reference's and names nine; its Python client takes six, and one message with another would end the
    /// programs of all who read the topic.
    /// </summary>
    public static bool HasReaders(PhotometricBand band) => band <= PhotometricBand.U;

    /// <summary>The schema, JSON.</summary>
    public static string Of(ISurvey survey, PublicRules rules, IReadOnlyList<Survey> partners)
    {
        var text = new StringBuilder();
        var defined = new HashSet<string>(StringComparer.Ordinal);
        Begin(text, rules.RecordName);
        text.Append("""{"name":"candid","type":"long"},{"name":"objectId","type":"string"},{"name":"candidate","type":""");
        rules.Candidate.WriteSchema(text, defined);
        text.Append('}');
        foreach (var series in survey.Results.Series)
            WriteArray(text, series.Name, defined);
        text.Append(""",{"name":"properties","type":""");
        rules.Properties.WriteSchema(text, defined);
        text.Append("""},{"name":"survey_matches","type":""");
        WriteMatches(text, partners, defined);
        return text.Append("}]}").ToString();
    }

    static void WriteMatches(StringBuilder text, IReadOnlyList<Survey> partners, HashSet<string> defined)
    {
        Begin(text, "BabamulSurveyMatches");
        for (var i = 0; i < partners.Count; i++)
        {
            text.Append(i > 0 ? "," : "").Append("""{"name":""").Append('"').Append(partners[i].ToLowerName()).Append('"').Append(""","type":["null",""");
            if (i == 0)
                WriteMatch(text, defined);
            else
                text.Append("\"BabamulSurveyMatch\"");
            text.Append("]}");
        }

        text.Append("]}");
    }

    static void WriteMatch(StringBuilder text, HashSet<string> defined)
    {
        Begin(text, "BabamulSurveyMatch");
        text.Append("""{"name":"objectId","type":"string"},{"name":"ra","type":"double"},{"name":"dec","type":"double"}""");
        foreach (var array in Arrays)
            WriteArray(text, array, defined);
        text.Append("]}");
    }

    static void WriteArray(StringBuilder text, string name, HashSet<string> defined)
    {
        text.Append(""",{"name":""").Append('"').Append(name).Append('"').Append(""","type":{"type":"array","items":""");
        var record = name == Arrays[0] ? Detection : name == Arrays[1] ? Limit : Forced;
        record.WriteSchema(text, defined);
        text.Append("}}");
    }

    static void Begin(StringBuilder text, string record) =>
        text.Append("""{"type":"record","name":""").Append('"').Append(record).Append('"').Append(""","fields":[""");
}
