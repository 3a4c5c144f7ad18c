using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>A run that a site may take part in.</summary>
/// <param name="Run">The run.</param>
/// <param name="Job">The job's name.</param>
/// <param name="JobText">The job as it was submitted.</param>
/// <param name="Model">The file of the initial model, with its architecture and the shape of its data.</param>
/// <param name="Number">The site's number in the run, from which its random numbers are derived; -1 for an evaluator.</param>
/// <param name="Consent">What the site has decided: <c>approved</c>, <c>declined</c> or null.</param>
public sealed record OfferMessage(string Run, string Job, BlobId JobText, BlobId Model, int Number, string? Consent = null);
