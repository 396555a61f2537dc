namespace Boom.Simulation.Surveys.Decam;

/// <summary>The schema of DESIRT packets, 0.1.0.</summary>
static class DecamSchema
{
    const string Point = """
        mjd:d forcediffimflux:d forcediffimfluxunc:d forcediffimmag:d forcediffimmagunc:d band:s diffmaglim:d isdiffpos:l
        """;

    const string Flux = " psfFlux:d psfFluxErr:d";

    static readonly byte[] _text = SchemaText.Write(json =>
    {
        SchemaText.Start(json, "desirt.alert");
        SchemaText.Fields(json, "publisher:s objectId:s candid:l");
        SchemaText.Record(json, "candidate", "desirt.Candidate", Point + " ra:d dec:d" + Flux + " reliability:d?", isArray: false);
        SchemaText.Record(json, "fp_hists", "desirt.FpHist", Point + Flux, isArray: true);
        SchemaText.Fields(json, "cutoutScience:y cutoutTemplate:y cutoutDifference:y");
        SchemaText.End(json);
    });

    /// <summary>JSON in UTF-8.</summary>
    public static ReadOnlySpan<byte> Text => _text;
}
