using Boom.Core.Alerts;
using Boom.Core.Bson;
using Boom.Core.Catalogs.Matching;
using Boom.Core.Filters;
using Boom.Core.Messages;
using Boom.Core.Store;

namespace Boom.Core.Surveys;

/// <summary>
/// All that Boom knows of a survey. Every stage, store and command asks here and names no survey itself. One object serves all workers at once.
/// </summary>
public interface ISurvey
{
    /// <summary>The survey; <see cref="SurveyNames"/> has its spellings.</summary>
    Survey Key { get; }

    /// <summary>Where it publishes.</summary>
    SurveyTopics Topics { get; }

    /// <summary>How its schemas are found when its packets carry only their number; null when each packet carries its schema.</summary>
    SchemaSubject? Schemas => null;

    /// <summary>Partner surveys, in the order of <c>aliases</c>.</summary>
    IReadOnlyList<AliasRule> AliasRules { get; }

    /// <summary>The catalogues with which its new objects are matched unless the configuration says otherwise, in order.</summary>
    IReadOnlyList<CrossMatchRule> CrossMatches => [];

    /// <summary>Light-curve arrays of its objects, in the order stored.</summary>
    IReadOnlyList<LightCurveSeries> Series { get; }

    /// <summary>Indexes beside those that every survey has.</summary>
    IReadOnlyList<SurveyIndex> Indexes { get; }

    /// <summary>Fields of <c>candidate</c> that a person wants to see, in order.</summary>
    IReadOnlyList<string> ShownFields { get; }

    /// <summary>The field of <c>candidate</c> that is its magnitude, by which alerts are listed.</summary>
    string MagnitudeField => "magpsf";

    /// <summary>Zone time of its site, ahead of UTC, without daylight saving: its nights last from noon to noon there (<see cref="AlertSpan.OfNight"/>).</summary>
    TimeSpan UtcOffset => TimeSpan.Zero;

    /// <summary>What filters see of its alerts.</summary>
    FilterView FilterView => new(Key, ["objectId", "candidate", "properties", "coordinates"], [.. Series.Select(series => series.Name)]) { WindowDays = 1000 };

    /// <summary>What the configuration may say of its data.</summary>
    IReadOnlyList<SurveySetting> Settings => [];

    /// <summary>
    /// Decodes the alerts of one packet. Answers the first fault; the alerts of sound records are added all the same.
    /// Memory of the packet is referred to, not copied. Completes at once unless a schema must be fetched; a registry that is away is a
    /// <see cref="Resilience.TransientFaultException"/>, not a fault of the packet.
    /// </summary>
    ValueTask<PacketFault?> DecodeAsync(ReadOnlyMemory<byte> packet, List<ISurveyAlert> alerts, CancellationToken cancellationToken);

    /// <summary>Encodes an alert's three documents; they live in the writer until it is reset.</summary>
    AlertWrite Map(ISurveyAlert alert, in MappingContext context, BsonWriter writer);

    /// <summary>
    /// Between which candids alerts of these exposures have theirs, both inclusive, where candids tell the time: a store is searched by candid, not by time.
    /// A rule that is wrong hides alerts, so it must hold of every packet that was ever published; without one a night is looked for among all.
    /// </summary>
    /// <param name="fromJd">First start of an exposure, Julian date UTC, days; inclusive.</param>
    /// <param name="toJd">End of these starts, Julian date UTC, days; exclusive.</param>
    (long First, long Last) CandidsOf(double fromJd, double toJd) => (long.MinValue, long.MaxValue);

    /// <summary>What messages of filters tell of its alerts.</summary>
    SurveyResults Results => SurveyResults.None;

    /// <summary>What it publishes for everybody; null when that is nothing.</summary>
    PublicRules? Public => null;

    /// <summary>What one worker enriches with.</summary>
    ISurveyEnrichment CreateEnrichment(EnrichmentSettings settings);

    /// <summary>What one thread derives for networks; null when the survey has nothing of that kind.</summary>
    ISurveyFeatures? CreateFeatures(FeatureRecipe recipe) => null;

    /// <summary>
    /// Brings the <c>properties</c> of a stored alert to the shape that enrichment writes; null when they have that shape already.
    /// </summary>
    /// <param name="properties">A BSON document.</param>
    byte[]? CompleteProperties(ReadOnlySpan<byte> properties) => null;
}

/// <summary>In which other survey the same object is looked for.</summary>
/// <param name="Partner">The other survey.</param>
/// <param name="RadiusArcsec">The larger of both surveys' position uncertainties, arcsec.</param>
/// <param name="MinDecDegrees">Southern limit of the other survey, degrees, inclusive.</param>
/// <param name="MaxDecDegrees">Northern limit of the other survey, degrees, inclusive.</param>
public sealed record AliasRule(Survey Partner, double RadiusArcsec, double MinDecDegrees, double MaxDecDegrees)
{
    /// <summary>Whether the other survey sees this declination, or places within the radius of it.</summary>
    public bool Covers(double decDegrees) => decDegrees >= MinDecDegrees - RadiusDegrees && decDegrees <= MaxDecDegrees + RadiusDegrees;

    // The partner's object may lie on the other side of the limit.
    double RadiusDegrees => RadiusArcsec / 3600;
}

/// <summary>An index that only this survey needs.</summary>
/// <param name="OfObjects">On objects; else on alerts.</param>
/// <param name="Keys">Fields, in order, and whether the largest comes first.</param>
/// <param name="OnlyWith">Holds only documents that have this field; null for all.</param>
public sealed record SurveyIndex(bool OfObjects, IReadOnlyList<(string Field, bool Descending)> Keys, string? OnlyWith = null);
