"""What people say and press: thin aiogram handlers, the screens they show, and the words for refusals and notices."""
