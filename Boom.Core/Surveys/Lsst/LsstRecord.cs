using Boom.Core.Avro;

namespace Boom.Core.Surveys.Lsst;

/// <summary>What one record of a packet says, as far as it is looked at. Used again for every record of a thread.</summary>
sealed class LsstRecord
{
    /// <summary>Number of cutouts.</summary>
    public const int Images = 3;

    /// <summary>Of the source that set off the alert, its object, its solar-system body.</summary>
    public AvroSlots Source, Object, SsSource;

    /// <summary>Place of the source in the data.</summary>
    public int SourceOffset, SourceLength;

    /// <summary>Place of the solar-system source in the data; -1 for none.</summary>
    public int SsSourceOffset, SsSourceLength;

    /// <summary>Earlier detections and forced photometry.</summary>
    public LsstPointList Detections { get; } = new();

    /// <inheritdoc cref="Detections"/>
    public LsstPointList Forced { get; } = new();

    /// <summary>Difference, science and reference image.</summary>
    public AvroSlice[] Cutouts { get; } = new AvroSlice[Images];

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Source.Clear();
        Object.Clear();
        SsSource.Clear();
        SourceLength = 0;
        SsSourceOffset = -1;
        Detections.Clear();
        Forced.Clear();
        Array.Clear(Cutouts);
    }
}
