namespace Boom.Core.Surveys;

/// <summary>
/// Numbers that a survey derives from an alert and its object for networks, beside the fields that are stored. Holds buffers that it uses again, so each
/// thread has its own.
/// </summary>
public interface ISurveyFeatures
{
    /// <summary>Name of each number, in order. A manifest names it with <c>derived.</c> before it.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Computes all of them; NaN where something that is needed is not there.</summary>
    /// <param name="alert">The alert as stored.</param>
    /// <param name="objectDocument">Its object.</param>
    /// <param name="values">As long as <see cref="Names"/>.</param>
    /// <exception cref="Bson.BsonFormatException">A document is not what it should be.</exception>
    void Compute(in AlertToEnrich alert, ReadOnlySpan<byte> objectDocument, Span<float> values);
}

/// <summary>How light-curve features of a network are made where authors and the reference broker differ.</summary>
public enum FeatureRecipe
{
    /// <summary>As when the network was trained.</summary>
    Training,

    /// <summary>As the reference broker does, to compare with its scores.</summary>
    Reference,
}
