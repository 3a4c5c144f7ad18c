namespace Tributary.Training.Tests;

public sealed class PoolTests
{
    private int _made;

    private Pool<object> Make() => new(() =>
    {
        Interlocked.Increment(ref _made);
        return new object();
    });

    [Fact]
    public void Makes_one_item_for_uses_one_after_another()
    {
        Pool<object> pool = Make();
        object first = pool.Use(item => item);
        Assert.Same(first, pool.Use(item => item));
        Assert.Equal(1, _made);
    }

    [Fact]
    public void Gives_nobody_an_item_that_is_in_use()
    {
        Pool<object> pool = Make();
        pool.Use(outer => pool.Use(inner =>
        {
            Assert.NotSame(outer, inner);
            return 0;
        }));
        pool.Use(outer => pool.Use(inner => 0));
        Assert.Equal(2, _made);
    }

    [Fact]
    public void Takes_an_item_back_from_whoever_fails()
    {
        Pool<object> pool = Make();
        Assert.Throws<InvalidOperationException>(() => pool.Use<int>(_ => throw new InvalidOperationException()));
        pool.Use(item => item);
        Assert.Equal(1, _made);
    }
}
