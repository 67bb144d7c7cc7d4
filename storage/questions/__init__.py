"""Questions to hosts: asked, answered, blocked. Leaves who sees to one to storage/people/claims."""
