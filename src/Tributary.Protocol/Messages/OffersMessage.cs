namespace Tributary.Protocol;

/// <summary>The runs that a site may take part in.</summary>
/// <param name="Offers">Those that have not ended.</param>
public sealed record OffersMessage(IReadOnlyList<OfferMessage> Offers);
