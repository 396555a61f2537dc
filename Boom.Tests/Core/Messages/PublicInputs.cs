using Boom.Core.Messages;
using Boom.Core.Surveys;

namespace Boom.Tests.Core.Messages;

/// <summary>Alerts of simulated nights that tests of public streams change.</summary>
static class PublicInputs
{
    public static readonly List<MessageInput> OfZtf = MessageDocuments.Simulated(Survey.Ztf, 300);
    public static readonly List<MessageInput> OfLsst = MessageDocuments.Simulated(Survey.Lsst, 300);

    public static MessageInput Ztf()
    {
        var input = OfZtf.First(candidate => Make(candidate).Message is not null).Copy();
        foreach (var field in new[] { "neargaiabright", "maggaiabright", "ssnamenr", "ssdistnr", "ssmagnr" })
            input.Candidate.Remove(field);
        return input;
    }

    public static MessageInput Lsst()
    {
        return OfLsst.First(candidate => Make(candidate).Message is not null).Copy();
    }

    public static PublicVerdict Make(MessageInput input)
    {
        using var stream = PublicStream.Of(input.Survey, SurveyCatalog.Default, EnrichmentSettings.None)!;
        return stream.Make(input.ToDocuments());
    }
}
