using Boom.Core.Bson;

namespace Boom.Core.Surveys;

/// <summary>What a survey finds out about its stored alerts. Holds buffers that it uses again, so each worker has its own.</summary>
public interface ISurveyEnrichment
{
    /// <summary>The survey whose object of the same source is read as well; null for none.</summary>
    Survey? Partner { get; }

    /// <summary>Number of points of the alert's own light curve in the last call of <see cref="Write"/>.</summary>
    int PointCount { get; }

    /// <summary>Writes <c>properties</c>; false, with nothing written, when the light curve is empty.</summary>
    /// <param name="writer">With a document open.</param>
    /// <param name="alert">The alert.</param>
    /// <param name="objectDocument">Its object.</param>
    /// <param name="partnerDocument">The object of <see cref="Partner"/>; empty when there is none.</param>
    /// <exception cref="BsonFormatException">A document is not what it should be.</exception>
    bool Write(BsonWriter writer, in AlertToEnrich alert, ReadOnlySpan<byte> objectDocument, ReadOnlySpan<byte> partnerDocument);
}
