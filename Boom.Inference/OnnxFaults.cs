using Microsoft.ML.OnnxRuntime;

namespace Boom.Inference;

/// <summary>What is wrong with a file that ONNX Runtime does not take, with the remedy where there is one.</summary>
static class OnnxFaults
{
    /// <summary>A sentence without its subject.</summary>
    public static string Tell(OnnxRuntimeException fault)
    {
        var text = fault.Message;
        if (Has(text, "external data") || Has(text, "model_path must not be empty"))
            return "has its weights in a second file: save it with the weights inside (save_as_external_data=False, external_data=False).";
        if (Has(text, "InvalidProtobuf") || Has(text, "No graph was found"))
            return "is damaged, cut off, or no ONNX file: copy it again.";
        if (Has(text, "IR version") || Has(text, "opset"))
            return $"is of a newer form than ONNX Runtime {Version} takes: export it with an older opset, 22 or less.";
        return $"is no network that ONNX Runtime can run: {text.ReplaceLineEndings(" ")}";
    }

    static string Version => OrtEnv.Instance().GetVersionString();

    static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
