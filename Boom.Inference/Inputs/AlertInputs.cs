using Boom.Core.Surveys;

namespace Boom.Inference.Inputs;

/// <summary>What networks can ask of one alert.</summary>
/// <param name="Alert">As stored.</param>
/// <param name="ObjectDocument">Its object.</param>
/// <param name="Cutouts">Document of its cutouts; empty when it has none, null when they are damaged.</param>
/// <param name="Set">A document of fields that take the place of stored ones, such as <c>properties</c> of this run; empty for none.</param>
public readonly record struct AlertInputs(
    AlertToEnrich Alert, ReadOnlyMemory<byte> ObjectDocument, ReadOnlyMemory<byte>? Cutouts, ReadOnlyMemory<byte> Set = default);
