using Boom.Core.Surveys.Decam;
using Boom.Core.Surveys.Lsst;
using Boom.Core.Surveys.Winter;
using Boom.Core.Surveys.Ztf;

namespace Boom.Core.Surveys;

/// <summary>The list of surveys. A program has the one of this build; a test hands in its own.</summary>
/// <param name="surveys">The surveys that can be read; the first is the one that a program works for when none is named.</param>
public sealed class SurveyCatalog(IReadOnlyList<ISurvey> surveys)
{
    /// <summary>The surveys of this build.</summary>
    public static SurveyCatalog Default { get; } = With(new IncludedSchemas());

    /// <summary>The surveys of this build, whose packets get their schemas from somewhere.</summary>
    /// <param name="schemas">Schemas of packets that carry the number of theirs.</param>
    /// <param name="settings">What the configuration says of their data; everything as it is by default when there is none.</param>
    public static SurveyCatalog With(IWriterSchemas schemas, SurveySettings? settings = null) =>
        new([new ZtfSurvey(), new LsstSurvey(schemas), new DecamSurvey(), new WinterSurvey(settings ?? SurveySettings.Default)]);

    /// <summary>Surveys whose packets can be read.</summary>
    public IReadOnlyList<Survey> Supported { get; } = [.. surveys.Select(survey => survey.Key)];

    /// <summary>Names of programmes that a survey may have.</summary>
    public IReadOnlyList<string> Programs { get; } = [.. surveys.SelectMany(survey => survey.Topics.Programs).Select(program => program.Name).Distinct()];

    /// <summary>A survey.</summary>
    /// <exception cref="NotSupportedException">It cannot be read.</exception>
    public ISurvey this[Survey key] => Find(key) ?? throw new NotSupportedException($"This build has no decoder for the survey {key.ToLowerName()}.");

    /// <summary>Where a survey publishes, be it read or not.</summary>
    /// <exception cref="NotSupportedException">It is in no list.</exception>
    public SurveyTopics Topics(Survey key) => Find(key)?.Topics ?? Default.Find(key)?.Topics ?? this[key].Topics;

    /// <summary>Indexes of a survey beside those that all have, be it read or not.</summary>
    public IReadOnlyList<SurveyIndex> Indexes(Survey key) => Find(key)?.Indexes ?? Default.Find(key)?.Indexes ?? [];

    /// <inheritdoc cref="Filters.FilterView.DesignationField"/>
    public string? DesignationField(Survey key) => Find(key)?.FilterView.DesignationField;

    /// <inheritdoc cref="ISurvey.MagnitudeField"/>
    public string MagnitudeField(Survey key) => Find(key)?.MagnitudeField ?? "magpsf";

    /// <inheritdoc cref="ISurvey.CompleteProperties"/>
    public byte[]? CompleteProperties(Survey key, ReadOnlySpan<byte> properties) => Find(key)?.CompleteProperties(properties);

    /// <summary>Whose packet it is, as it says itself; null when none of these surveys recognises it.</summary>
    public Survey? Recognise(ReadOnlySpan<byte> packet) => PacketName.Find(packet, out _) is { } survey && Supported.Contains(survey) ? survey : null;

    ISurvey? Find(Survey key)
    {
        foreach (var survey in surveys)
        {
            if (survey.Key == key)
                return survey;
        }

        return null;
    }
}
