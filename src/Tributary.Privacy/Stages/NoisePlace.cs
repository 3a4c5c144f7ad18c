namespace Tributary.Privacy;

/// <summary>Who adds the noise, and so against whom it protects.</summary>
public enum NoisePlace
{
    /// <summary>The coordinator, once a round, to the sum: the least noise, which protects from everybody but the coordinator.</summary>
    Server,

    /// <summary>Every client, enough for itself: protects from the coordinator, with as much noise from each as one needs.</summary>
    Client,

    /// <summary>Every client a share, which only together are enough: needs a stage that lets nobody read an update alone.</summary>
    Distributed,
}
