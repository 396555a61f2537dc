namespace Boom.Core.Filters.Inputs;

/// <summary>Arrays of an object that hold points or rows, whose fields are worth finding once.</summary>
static class SeriesNames
{
    public static bool IsOne(string name) => name is "prv_candidates" or "prv_nondetections" or "fp_hists" or "sso_history";
}
