using Boom.Core.Surveys;
using Microsoft.ML.OnnxRuntime;

namespace Boom.Inference.Inputs;

/// <summary>
/// Memory of one input for one alert, which networks that ask for the same share. Filled once per alert, when the first of them runs.
/// </summary>
abstract class InputTensor : IDisposable
{
    readonly float[] _values;
    bool _isFilled;
    string? _problem;

    protected InputTensor(ModelInput input)
    {
        _values = GC.AllocateArray<float>(input.Length, pinned: true);
        Tensor = OrtValue.CreateTensorValueFromMemory(_values, input.Shape(1));
    }

    /// <exception cref="ModelException">A column is one that the survey does not derive.</exception>
    public static InputTensor Create(ModelInput input, ISurveyFeatures? features) =>
        input.Columns.IsDefaultOrEmpty ? new StampTensor(input) : new ColumnTensor(input, features);

    /// <summary>The memory as ONNX Runtime sees it.</summary>
    public OrtValue Tensor { get; }

    /// <summary>The memory.</summary>
    public ReadOnlyMemory<float> Memory => _values;

    /// <summary>What was filled in last.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Begins an alert.</summary>
    public void Begin() => _isFilled = false;

    /// <summary>Fills the memory, once per alert. Answers why it cannot be filled; null when it is.</summary>
    public string? Fill(in AlertInputs alert)
    {
        if (_isFilled)
            return _problem;
        _isFilled = true;
        return _problem = Fill(alert, _values);
    }

    public void Dispose() => Tensor.Dispose();

    protected abstract string? Fill(in AlertInputs alert, Span<float> values);
}
